import { randomUUID } from 'node:crypto';

/** One part of a multipart/form-data body. */
export interface MultipartPart {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Bytes that `pieces` gives; they are announced before the first is sent. */
  readonly size: number;
  pieces(): Iterable<Buffer> | AsyncIterable<Buffer>;
}

export interface MultipartBody {
  readonly contentType: string;
  readonly contentLength: number;
  /** A fresh pass over the pieces; nothing is copied together. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** multipart/form-data of known length (RFC 7578), so that it is sent with a content-length and a body that breaks off is seen to. */
export function multipart(parts: readonly MultipartPart[]): MultipartBody {
  const boundary = `mf-${randomUUID()}`;
  const heads = parts.map((part) => partHead(boundary, part));
  const end = Buffer.from(`--${boundary}--\r\n`, 'ascii');
  const sizes = [...heads.map(({ length }) => length), ...parts.map(({ size }) => size + LINE_END.length), end.length];
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: sizes.reduce((sum, size) => sum + size, 0),
    pieces: async function* () {
      for (const [index, part] of parts.entries()) {
        yield heads[index] ?? partHead(boundary, part);
        yield* part.pieces();
        yield LINE_END;
      }
      yield end;
    },
  };
}

const LINE_END = Buffer.from('\r\n', 'ascii');

function partHead(boundary: string, { name, fileName, mediaType }: MultipartPart): Buffer {
  return Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: ${mediaType}\r\n\r\n`,
    'ascii',
  );
}
