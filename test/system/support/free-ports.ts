import { createServer } from 'node:net';

/** Below the kernel's ephemeral range, so that no outgoing connection takes a port between the look and the listen. */
const FIRST = 18_000;
const PORTS_PER_WORKER = 1_000;
const WORKERS = 14;

const worker = Number(process.env['JEST_WORKER_ID'] ?? '1') % WORKERS;
let next = process.pid % PORTS_PER_WORKER;

/** Ports that nobody listens on, never the same twice in one worker, and never those of another worker. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let tries = 0; found.length < count; tries += 1) {
    if (tries > PORTS_PER_WORKER) throw new Error('No free ports on this machine.');
    const port = FIRST + worker * PORTS_PER_WORKER + (next % PORTS_PER_WORKER);
    next += 1;
    if (await isFree(port)) found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
