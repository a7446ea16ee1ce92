import { canInstallPackages, installPackage } from './apt.mjs';
import { say, step } from './progress.mjs';
import { which } from './run.mjs';

/**
 * Programs of others that the tests hold our packages to: what opens and verifies there was not merely read by the code
 * that wrote it. Installed where we may; elsewhere their specs are skipped and say so.
 */
const TOOLS = [
  { program: 'openssl', package: 'openssl', proves: 'encryption and certificate lists' },
  { program: 'xmlsec1', package: 'xmlsec1', proves: 'package signatures' },
  { program: 'xmllint', package: 'libxml2-utils', proves: 'manifests and signatures against their schemas' },
];

/** Never fails: a missing tool costs its specs, which are counted as skipped. */
export async function ensureTestTools() {
  const missing = TOOLS.filter(({ program }) => which(program) === undefined);
  if (missing.length === 0) return;
  if (canInstallPackages()) {
    await step('installing test tools', (update) => installAll(missing, update)).catch(() => undefined);
  }
  for (const { program, package: name, proves } of missing.filter((tool) => which(tool.program) === undefined)) {
    say(`  ${program} is not installed, so the tests of ${proves} are skipped (Debian: apt-get install ${name})`);
  }
}

async function installAll(tools, update) {
  for (const tool of tools) await installPackage(tool.package, update);
}
