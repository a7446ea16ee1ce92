import type { Readable } from 'node:stream';

/** Thrown when a body is larger than the host reads into memory; routes with larger ones use `request.stream`. */
export class BodyTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`the body is larger than ${String(limitBytes)} bytes`);
    this.name = 'BodyTooLargeError';
  }
}

/** Reads a body once and remembers it, so that bytes(), text() and json() may be called in any order. */
export class RequestBody {
  private whole: Promise<Buffer> | undefined;

  constructor(
    private readonly stream: Readable,
    private readonly limitBytes: number,
  ) {}

  bytes(): Promise<Buffer> {
    this.whole ??= this.read();
    return this.whole;
  }

  async text(): Promise<string> {
    return (await this.bytes()).toString('utf8');
  }

  async json(): Promise<unknown> {
    const parsed: unknown = JSON.parse(await this.text());
    return parsed;
  }

  private async read(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.stream) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > this.limitBytes) throw new BodyTooLargeError(this.limitBytes);
      chunks.push(bytes);
    }
    return Buffer.concat(chunks, size);
  }
}
