import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SFTPWrapper } from 'ssh2';
import SftpClient from 'ssh2-sftp-client';
import { TransportError } from '#platform/transport-error.js';
import { DocumentReadError } from './document-read-error.js';
import type { SftpConfig } from './sftp.config.js';
import { SftpStatusError } from './sftp-status-error.js';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_MS = 15_000;
const NO_SUCH_FILE = 2;
/** The library's own words when the connection goes; its code is then the general one. */
const CONNECTION_WORDS = /unexpected (end|close) event|no response|not connected|no sftp connection/i;

export interface RemoteFile {
  readonly name: string;
  readonly size: number;
}

/**
 * One SFTP connection, one operation at a time. The library takes no signal and does not always answer when the
 * connection goes, so every operation is raced against both; after either the session is dead and not used again.
 * `stat` and `rename` go past ssh2-sftp-client to ssh2: the former reads a failure (status 4) as "no such file", and
 * that is the difference between asking again and printing a letter twice.
 */
export class SftpSession {
  private readonly client = new SftpClient('print', {});
  private readonly lost: Promise<never>;
  private markLost: (error: TransportError) => void = () => undefined;
  private hostKeyRefused = false;
  private closed = false;
  private sftp: SFTPWrapper | undefined;

  private constructor(private readonly config: SftpConfig) {
    this.lost = new Promise<never>((_resolve, reject) => {
      this.markLost = (error): void => {
        this.closed = true;
        reject(error);
      };
    });
    this.lost.catch(() => undefined);
    for (const event of ['end', 'close', 'error']) {
      this.client.on(event, () => {
        this.markLost(this.transportError('maybe', 'CONNECTION_CLOSED'));
      });
    }
  }

  /** Throws TransportError with sent `no`, since nothing was. */
  static async open(config: SftpConfig, signal: AbortSignal): Promise<SftpSession> {
    const session = new SftpSession(config);
    await session.untilSettled(
      signal,
      'no',
      () => session.connect(),
      (error) => session.connectError(error),
    );
    return session;
  }

  get usable(): boolean {
    return !this.closed;
  }

  /** Undefined when the server says that there is no such file. */
  async size(path: string, signal: AbortSignal): Promise<number | undefined> {
    try {
      return await this.operate('stat', signal, () => this.stat(path));
    } catch (error) {
      if (error instanceof SftpStatusError && error.status === NO_SUCH_FILE) return undefined;
      throw error;
    }
  }

  async write(path: string, content: Readable, signal: AbortSignal): Promise<void> {
    await this.operate('write', signal, () => pipeline(content, this.client.createWriteStream(path)));
  }

  async rename(from: string, to: string, signal: AbortSignal): Promise<void> {
    await this.operate('rename', signal, () => this.move(from, to));
  }

  async list(folder: string, signal: AbortSignal): Promise<readonly RemoteFile[]> {
    const entries = await this.operate('list', signal, () => this.client.list(folder));
    return entries.filter((entry) => entry.type === '-').map(({ name, size }) => ({ name, size }));
  }

  async read(path: string, signal: AbortSignal): Promise<Buffer> {
    const content = await this.operate('read', signal, () => this.client.get(path));
    if (!Buffer.isBuffer(content)) throw new Error('ssh2-sftp-client gives a buffer when it has no destination.');
    return content;
  }

  close(): void {
    this.closed = true;
    void this.client.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const pinned = Buffer.from(this.config.sftpHostKey.split(' ')[1] ?? '', 'base64');
    const { sftpHost: host, sftpPort: port } = this.config;
    this.sftp = await this.client.connect({
      // A socket of our own for its noDelay: SFTP is small requests one after another, and where ssh2 has no native
      // build Nagle's algorithm holds each of them back for 40 ms.
      sock: connect({ host, port, noDelay: true }),
      username: this.config.sftpUser,
      privateKey: this.config.sftpPrivateKey,
      readyTimeout: CONNECT_TIMEOUT_MS,
      keepaliveInterval: KEEPALIVE_MS,
      hostVerifier: (key: Buffer) => {
        this.hostKeyRefused = !key.equals(pinned);
        return !this.hostKeyRefused;
      },
    });
  }

  private stat(path: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.raw().stat(path, (error, stats) => {
        if (error === undefined) resolve(stats.size);
        else reject(error);
      });
    });
  }

  private move(from: string, to: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.raw().rename(from, to, (error) => {
        if (error === undefined || error === null) resolve();
        else reject(error);
      });
    });
  }

  private raw(): SFTPWrapper {
    if (this.sftp === undefined) throw this.transportError('no', 'NOT_CONNECTED');
    return this.sftp;
  }

  private operate<Value>(name: string, signal: AbortSignal, action: () => Promise<Value>): Promise<Value> {
    return this.untilSettled(signal, 'maybe', action, (error) => this.operationError(name, error));
  }

  private async untilSettled<Value>(
    signal: AbortSignal,
    sent: 'no' | 'maybe',
    action: () => Promise<Value>,
    toError: (error: unknown) => unknown,
  ): Promise<Value> {
    if (signal.aborted) throw this.transportError('no', 'ABORTED');
    if (this.closed) throw this.transportError('no', 'CONNECTION_CLOSED');
    let onAbort = (): void => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      onAbort = (): void => {
        reject(this.transportError(sent, 'ABORTED'));
        this.close();
      };
      signal.addEventListener('abort', onAbort, { once: true });
    });
    const running = action().catch((error: unknown) => {
      throw toError(error);
    });
    // The loser of the race must not surface as an unhandled rejection.
    running.catch(() => undefined);
    try {
      // While connecting, the connection's own error says more than `lost`.
      return await Promise.race(sent === 'no' ? [running, aborted] : [running, aborted, this.lost]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private connectError(error: unknown): TransportError {
    this.close();
    if (this.hostKeyRefused) return this.transportError('no', 'HOST_KEY');
    if (/authentication/i.test(messageOf(error))) return this.transportError('no', 'AUTHENTICATION');
    const code = codeOf(error);
    return this.transportError('no', typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? code : 'CONNECT_FAILED');
  }

  /** A status, a lost connection, or an error of the document stream, which passes as it is. */
  private operationError(name: string, error: unknown): unknown {
    if (error instanceof TransportError || error instanceof DocumentReadError) return error;
    const code = codeOf(error);
    if (typeof code === 'number') return new SftpStatusError(code, name);
    const isConnection = this.closed || CONNECTION_WORDS.test(messageOf(error)) || typeof code === 'string';
    if (!isConnection) return error;
    const lost = this.transportError('maybe', typeof code === 'string' ? code : 'CONNECTION_CLOSED');
    this.markLost(lost);
    return lost;
  }

  private transportError(sent: 'no' | 'maybe', code: string): TransportError {
    return new TransportError(sent, code, `SFTP ${this.config.sftpHost}:${String(this.config.sftpPort)}`);
  }
}

function codeOf(error: unknown): string | number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
