import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#domain/clock.js';
import { loadConfig } from '#platform/load-config.js';
import { MfConfig } from './mf.config.js';
import { runCli } from './run-cli.js';
import { RecordedOutput } from './testing/recorded-output.js';

async function run(
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const recorded = new RecordedOutput();
  const code = await runCli(words, {
    output: recorded.output,
    clock: systemClock,
    config: () => loadConfig(MfConfig, environment),
    repository: '.',
  });
  return { code, out: recorded.out, err: recorded.err };
}

describe('runCli', () => {
  it('shows every command to who asks, and ends well', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const name of ['send', 'status', 'routing', 'dead replay', 'package inspect', 'new adapter'])
      expect(out).toContain(name);
  });

  it('shows the help of one command', async () => {
    const { code, out } = await run(['dead', 'replay', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('mf dead replay ID…');
  });

  it.each([
    ['nothing', [], 'npm run mf'],
    ['an unknown command', ['sned'], 'npm run mf'],
    ['half a command', ['dead'], 'dead replay'],
    ['an unknown option', ['send', 'a.pdf', '--too', '1'], "'--too'"],
    ['no recipient', ['send', 'a.pdf'], '--to ID is missing'],
    ['a limit that is none', ['dead', 'list', '--limit', 'all'], '--limit'],
  ])('answers %s with the usage and exit code 2', async (_what, words, text) => {
    const { code, out, err } = await run(words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(text);
  });

  it('does not repeat a recipient that cannot be one', async () => {
    const { code, err } = await run(['send', 'a.pdf', '--to', '2091469501']);
    expect(code).toBe(2);
    expect(err).not.toContain('2091469501');
  });

  it('names a variable that cannot be right, and not its value', async () => {
    const { code, err } = await run(['dead', 'list'], { AMQP_URL: 'http://secret@broker' });
    expect(code).toBe(2);
    expect(err).toContain('AMQP_URL');
    expect(err).not.toContain('secret');
  });

  it('tells a file that is not there', async () => {
    const { code, err } = await run(['send', 'no-such-file.pdf', '--to', '310000003']);
    expect(code).toBe(1);
    expect(err).toContain('no-such-file.pdf');
    expect(err).not.toContain('broke off');
  });

  it('tells a gateway that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mf-'));
    try {
      const file = join(folder, 'letter.json');
      await writeFile(file, JSON.stringify({ sender: { organisationNumber: '313000001' } }));
      const { code, err } = await run(['routing', file], { GATEWAY_URL: 'http://127.0.0.1:1', MF_TOKEN: 'token' });
      expect(code).toBe(1);
      expect(err).toContain('http://127.0.0.1:1 does not answer (ECONNREFUSED)');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
