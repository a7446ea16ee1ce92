import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFingerprint, pruneDist } from './build-fingerprint.mjs';
import { inRepository, varFolder } from './paths.mjs';
import { say, step } from './progress.mjs';
import { mustRun, run } from './run.mjs';
import { withLock } from './lock.mjs';

const TEN_MINUTES = 600_000;

/** npm ci when node_modules does not belong to this package-lock.json and this Node. */
export async function ensureNodeModules() {
  await withLock('set-up', async () => {
    const stamp = inRepository('node_modules', '.meldingsformidler');
    const wanted = `${fileHash(inRepository('package-lock.json'))} node ${process.versions.modules}\n`;
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
    if (installedByHand()) return writeFileSync(stamp, wanted);
    refuseLinkedModules(inRepository('node_modules'));
    await step('installing npm packages', (update) =>
      mustRun('npm', ['ci', '--no-audit', '--no-fund'], {
        timeoutMs: TEN_MINUTES,
        logFile: join(varFolder('log'), 'npm-ci.log'),
        onLine: (line) => update(line.slice(0, 60)),
        errorLines: [0, 15],
        // NODE_ENV=production would leave the compiler out.
        env: { ...process.env, NODE_ENV: 'development' },
      }),
    );
    writeFileSync(stamp, wanted);
  });
}

/** `npm ci` empties the folder that a link leads to, and with it somebody else's. */
function refuseLinkedModules(folder) {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error('node_modules is a link. Remove it, and the packages are installed here.');
  }
}

/** tsc into dist/, skipped when neither the sources nor the compiler have changed since the last good build. */
export async function ensureBuild() {
  await withLock('set-up', async () => {
    const stamp = join(varFolder('run'), 'build.json');
    const fingerprint = buildFingerprint();
    if (existsSync(inRepository('dist', 'apps')) && readStamp(stamp) === fingerprint) return;
    rmSync(stamp, { force: true });
    await step('building', async () => {
      pruneDist();
      const result = await compile();
      if (result.code !== 0)
        throw new Error(`The build failed:\n${result.stdout.trim().split('\n').slice(0, 40).join('\n')}`);
    });
    writeFileSync(stamp, JSON.stringify({ fingerprint }));
  });
}

/** The compiler's exit code and messages. */
export function compile() {
  return run(
    process.execPath,
    [inRepository('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json', '--pretty', 'false'],
    {
      timeoutMs: TEN_MINUTES,
    },
  );
}

/** Makes the test certificates and keys when they are missing or about to expire. Needs node_modules. */
export async function ensureCertificates() {
  await withLock('set-up', async () => {
    const { certificatesAreValid, createCertificates } = await import('./certificates.mjs');
    const folder = inRepository('config', 'certificates');
    if (certificatesAreValid(folder)) return;
    await step('making test certificates', () => createCertificates(folder));
  });
}

/** Everything but the services, in order. */
export async function setUp() {
  await ensureNodeModules();
  await ensureBuild();
  await ensureCertificates();
}

/** Exits with a clear line on a Node that is too old for the dependencies. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

/** npm install by hand leaves its own record, newer than the lock file that it has just followed or written. */
function installedByHand() {
  const record = inRepository('node_modules', '.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(inRepository('package-lock.json')).mtimeMs;
}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).fingerprint;
  } catch {
    return undefined;
  }
}

function fileHash(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
