import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ROOT } from './app-process.js';

const DATABASE_URL = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
export const AMQP_URL = process.env['AMQP_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672';

/** The AMQP user that the sandbox's senders are registered with. */
export const AMQP_USER = decodeURIComponent(new URL(AMQP_URL).username) || 'guest';

interface SandboxEnvironment {
  sandboxEnvironment(
    services: { databaseUrl: string; amqpUrl: string },
    environment: Readonly<Record<string, string | undefined>>,
  ): Record<string, string>;
}

/** Shorter than shipped, so that a spec sees the end of it: what a killed instance leaves leased. */
const SHORT_WAITS = { DISPATCH_LEASE_MS: '2000', DISPATCH_POLL_MS: '200' };

/** The variables of `npm run stack`, from its own tool, with `own` over them. */
export async function systemEnvironment(own: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const tool = pathToFileURL(join(ROOT, 'tools', 'lib', 'sandbox-environment.mjs')).href;
  const { sandboxEnvironment } = (await import(tool)) as SandboxEnvironment;
  const { PATH, HOME } = process.env;
  return sandboxEnvironment(
    { databaseUrl: DATABASE_URL, amqpUrl: AMQP_URL },
    { PATH, HOME, LOG_LEVEL: 'info', ...SHORT_WAITS, ...own },
  );
}
