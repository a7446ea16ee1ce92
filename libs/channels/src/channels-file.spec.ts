import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#platform/config-error.js';
import { parseChannelsFile, readChannelsFile } from './channels-file.js';

function problemsOf(text: string): readonly string[] {
  try {
    parseChannelsFile(text, 'channels.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ name, rule }) => `${name} ${rule}`);
  }
}

describe('config/channels.yaml', () => {
  it('is read with its defaults and lines', () => {
    const { providers } = parseChannelsFile(
      '# comment\ndigipost: { enabled: true, concurrency: 16 }\nprint: { enabled: false }\n',
      'x',
    );
    expect([...providers]).toEqual([
      ['digipost', { enabled: true, concurrency: 16, line: 2 }],
      ['print', { enabled: false, concurrency: 8, line: 3 }],
    ]);
  });

  it('as shipped is valid and has a line for every provider folder, and no other', () => {
    const { providers } = readChannelsFile('config/channels.yaml');
    const folders = readdirSync('libs/adapters/src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.length).toBeGreaterThanOrEqual(7);
    expect([...providers.keys()].sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it.each([
    ['a missing switch', 'krr: { concurrency: 2 }', 'channels.yaml:1 krr: "enabled" must be true or false'],
    ['a switch that is text', 'krr: { enabled: "yes" }', 'channels.yaml:1 krr: "enabled" must be true or false'],
    [
      'no concurrency at all',
      'krr: { enabled: true, concurrency: 0 }',
      'channels.yaml:1 krr: "concurrency" must be a whole number from 1 to 1000',
    ],
    [
      'an unknown setting',
      '\nkrr: { enabled: true, retries: 3 }',
      'channels.yaml:2 krr: has an unknown setting "retries"',
    ],
    ['a bare value', 'krr: true', 'channels.yaml:1 krr: must be { enabled: true | false, concurrency: 1-1000 }'],
    ['a list', '- krr', 'channels.yaml:1 must map provider ids to { enabled, concurrency }'],
    [
      'an id in capitals',
      'KRR: { enabled: true }',
      'channels.yaml:1 "KRR" is not a provider id (lower-case letters, digits, hyphens)',
    ],
  ])('refuses %s, by line and rule', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('refuses a provider twice', () => {
    expect(problemsOf('krr: { enabled: true }\nkrr: { enabled: false }')[0]).toMatch(/^channels\.yaml:2 /);
  });

  it('names all wrong lines at once', () => {
    expect(problemsOf('krr: 1\neboks: 2')).toHaveLength(2);
  });
});
