import { TransportError } from '#platform/transport-error.js';
import type { SftpConfig } from './sftp.config.js';
import { SftpSession } from './sftp-session.client.js';

interface Waiter {
  readonly resume: (session: SftpSession | undefined) => void;
}

/**
 * The SFTP connections to the vendor: opened when needed, used by one caller at a time, kept for the next. At most
 * `sftpConnections`; who comes later waits its turn.
 */
export class SftpPool {
  private readonly idle: SftpSession[] = [];
  private readonly waiting: Waiter[] = [];
  private inUse = 0;

  constructor(private readonly config: SftpConfig) {}

  close(): void {
    for (const session of this.idle.splice(0)) session.close();
  }

  /** Throws what `work` throws, and TransportError when there is no connection. */
  async use<Value>(signal: AbortSignal, work: (session: SftpSession) => Promise<Value>): Promise<Value> {
    const session = await this.acquire(signal);
    try {
      return await work(session);
    } finally {
      this.release(session);
    }
  }

  private async acquire(signal: AbortSignal): Promise<SftpSession> {
    const handed = this.inUse < this.config.sftpConnections ? this.takeIdle() : await this.turn(signal);
    if (handed?.usable === true) return handed;
    try {
      return await SftpSession.open(this.config, signal);
    } catch (error) {
      this.free(undefined);
      throw error;
    }
  }

  private takeIdle(): SftpSession | undefined {
    this.inUse += 1;
    let session = this.idle.pop();
    while (session?.usable === false) session = this.idle.pop();
    return session;
  }

  /** The place of a caller that is done, perhaps with its connection. */
  private turn(signal: AbortSignal): Promise<SftpSession | undefined> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        reject(new TransportError('no', 'ABORTED', `SFTP ${this.config.sftpHost}`));
      };
      const waiter: Waiter = {
        resume: (session) => {
          signal.removeEventListener('abort', onAbort);
          resolve(session);
        },
      };
      if (signal.aborted) {
        reject(new TransportError('no', 'ABORTED', `SFTP ${this.config.sftpHost}`));
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(waiter);
    });
  }

  private release(session: SftpSession): void {
    this.free(session.usable ? session : undefined);
  }

  private free(session: SftpSession | undefined): void {
    const next = this.waiting.shift();
    if (next !== undefined) {
      next.resume(session);
      return;
    }
    this.inUse -= 1;
    if (session !== undefined) this.idle.push(session);
  }
}
