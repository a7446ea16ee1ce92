import { PassThrough, Readable } from 'node:stream';

export type Body = string | Buffer | Readable | AsyncIterable<Uint8Array>;

/**
 * The body of one call, and whose fault it is when it breaks off. A stream that fails while its call waits for a socket
 * has nobody else who listens, and an `error` without a listener ends the process. One that fails while it is sent comes
 * back from undici just as a lost connection does (and undici destroys the body with the error of the socket), so what
 * undici gets is a stream between: the source fails by itself alone, and is closed without an error.
 */
export class CallBody {
  private readonly source: Readable | undefined;
  private readonly failing = new AbortController();

  constructor(private readonly body: Body | undefined) {
    this.source = toStream(body);
    this.source?.on('error', (error) => {
      this.fail(error);
    });
    const broken = this.source?.errored ?? undefined;
    if (broken !== undefined) this.fail(broken);
  }

  /** Aborted when the source breaks off, with its error for a reason. */
  get failed(): AbortSignal {
    return this.failing.signal;
  }

  /** What is sent; to be asked for once, when the call is made. */
  open(): string | Buffer | Readable | null {
    const { source } = this;
    if (source === undefined) return isBytes(this.body) ? this.body : null;
    const sent = new PassThrough();
    const onFailure = (): void => void sent.destroy(toError(this.failed.reason));
    // A source that ends without saying so would leave the call waiting for more.
    const onClose = (): void => {
      if (!source.readableEnded && !sent.destroyed) this.fail(new Error('The body was closed before its end.'));
    };
    this.failed.addEventListener('abort', onFailure, { once: true });
    source.once('close', onClose);
    sent.on('error', () => undefined);
    sent.once('close', () => {
      source.off('close', onClose).destroy();
    });
    if (this.failed.aborted) onFailure();
    else if (source.closed) onClose();
    return source.pipe(sent);
  }

  /** The call is over: a source that nobody reads would keep what it holds. */
  close(): void {
    this.source?.destroy();
  }

  private fail(error: unknown): void {
    if (!this.failed.aborted) this.failing.abort(error);
  }
}

function isBytes(body: Body | undefined): body is string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body);
}

function toStream(body: Body | undefined): Readable | undefined {
  if (body === undefined || isBytes(body)) return undefined;
  return body instanceof Readable ? body : Readable.from(body, { objectMode: false });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The body failed.', { cause: reason });
}
