import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { varFolder } from './paths.mjs';

/**
 * var/run/services.json: which of the two services we started ourselves, how, and with which URL, so that `down` stops
 * those and nothing else.
 *
 * `{ postgres?: { url, how, …what stop() of that way needs }, rabbitmq?: … }`
 */
const file = () => join(varFolder('run'), 'services.json');

export function readServices() {
  try {
    return JSON.parse(readFileSync(file(), 'utf8'));
  } catch {
    return {};
  }
}

/** `record` undefined = forget it. */
export function rememberService(name, record) {
  const services = { ...readServices(), [name]: record };
  const draft = `${file()}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(services, null, 2)}\n`);
  renameSync(draft, file());
}
