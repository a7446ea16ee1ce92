import { randomUUID } from 'node:crypto';

/** One part of a multipart/form-data body. */
export interface MultipartPart {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly pieces: readonly Buffer[];
}

export interface MultipartBody {
  readonly contentType: string;
  readonly contentLength: number;
  /** A fresh pass over the pieces; nothing is copied together. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** multipart/form-data of known length (RFC 7578), so that it is sent with a content-length and not chunked. */
export function multipart(parts: readonly MultipartPart[]): MultipartBody {
  const boundary = `mf-${randomUUID()}`;
  const pieces = parts.flatMap((part) => [partHead(boundary, part), ...part.pieces, Buffer.from('\r\n', 'ascii')]);
  const all = [...pieces, Buffer.from(`--${boundary}--\r\n`, 'ascii')];
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: all.reduce((sum, piece) => sum + piece.length, 0),
    pieces: () => iterate(all),
  };
}

function partHead(boundary: string, { name, fileName, mediaType }: MultipartPart): Buffer {
  return Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: ${mediaType}\r\n\r\n`,
    'ascii',
  );
}

// eslint wants an await in async functions; a generator over memory has nothing to wait for.
function iterate(pieces: readonly Buffer[]): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = pieces[Symbol.iterator]();
      return { next: () => Promise.resolve(iterator.next()) };
    },
  };
}
