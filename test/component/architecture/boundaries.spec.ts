import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/**
 * The gates must be able to fail: a copy of the layout with one forbidden import per rule, run through the same
 * dependency-cruiser configuration that `npm test` uses.
 */
const ROOT = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

const PLANTS: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['libs/domain/src/planted-a.ts', '../../routing/src/target.js', 'domain-imports-only-what-it-may'],
  ['libs/routing/src/planted-b.ts', '../../channels/src/target.js', 'routing-imports-only-what-it-may'],
  ['libs/domain/src/planted-c.ts', 'node:fs', 'the-domain-is-pure'],
  ['libs/persistence/src/planted-d.ts', '../../channels/src/target.js', 'persistence-imports-only-what-it-may'],
  ['libs/adapters/src/eboks/planted-e.ts', '../digipost/target.js', 'adapters-are-islands'],
  ['libs/adapters/src/eboks/planted-f.ts', '../../../persistence/src/target.js', 'adapters-import-only-what-they-may'],
  ['libs/channels/src/planted-g.ts', 'pg', 'only-persistence-import-pg'],
  ['libs/persistence/src/planted-h.ts', 'amqplib', 'only-messaging-import-amqplib'],
  ['libs/dpi/src/planted-n.ts', 'fast-check', 'production-runs-without-dev-dependencies'],
  ['libs/platform/src/planted-i.ts', 'undici', 'only-clients-open-sockets'],
  ['apps/gateway/src/planted-j.ts', '../../receipts/src/target.js', 'apps-never-import-apps'],
  ['apps/gateway/src/planted-k.ts', '../../../libs/adapters/src/digipost/target.js', 'only-the-scan-knows-adapters'],
  ['libs/messaging/src/planted-l.ts', './planted-m.js', 'no-circular'],
];

const TARGETS = [
  'libs/routing/src/target.ts',
  'libs/channels/src/target.ts',
  'libs/persistence/src/target.ts',
  'libs/adapters/src/digipost/target.ts',
  'apps/receipts/src/target.ts',
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

describe('the dependency rules', () => {
  let folder: string;
  let violations: readonly Violation[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mf-boundaries-'));
    for (const target of TARGETS) await write(folder, target, 'export const target = 1;\n');
    for (const [file, imports] of PLANTS)
      await write(folder, file, `import * as planted from '${imports}';\nexport const x = planted;\n`);
    await write(
      folder,
      'libs/messaging/src/planted-m.ts',
      "import * as planted from './planted-l.js';\nexport const x = planted;\n",
    );
    for (const shared of ['node_modules', 'package.json', 'tsconfig.json', 'tsconfig.graph.json', 'config']) {
      await symlink(join(ROOT, shared), join(folder, shared));
    }
    violations = await cruise(folder);
  }, 60_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(PLANTS)('catches %s importing %s', (file, _imports, rule) => {
    expect(violations).toContainEqual(
      expect.objectContaining({ from: file, rule: expect.objectContaining({ name: rule }) as unknown }),
    );
  });

  it('says nothing about what is allowed', () => {
    expect(violations.filter(({ from }) => TARGETS.includes(from))).toEqual([]);
  });
});

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** Violations make the command exit with their number; the report is on standard output either way. */
async function cruise(folder: string): Promise<readonly Violation[]> {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', 'apps', 'libs'];
  const stdout = await run(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).then(
    (done) => done.stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations;
}
