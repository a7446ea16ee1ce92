import busboy from 'busboy';
import type { Readable } from 'node:stream';
import type { SimulatedRequest } from '#channels/simulation/simulated-http.js';
import { err, ok, type Result } from '#domain/result.js';

/** The two parts of a POST, found by name; clients disagree on their file names and media types (DPI reference 1.4). */
export interface PostedMessage {
  readonly jws: string;
  readonly cms: Buffer;
}

const MAX_JWS_BYTES = 4 * 1024 * 1024;
/** A little more than is allowed, so that the answer can say why. */
const MAX_CMS_BYTES = 60 * 1000 * 1000;

/** What is wrong with the body, in words: it is no multipart/form-data with exactly one part of each name. */
export async function readPostedMessage(request: SimulatedRequest): Promise<Result<PostedMessage, string>> {
  const parts = await readParts(request);
  if (parts === undefined) return err('multipart/form-data with forretningsmelding and dokumentpakke is expected.');
  for (const name of ['forretningsmelding', 'dokumentpakke']) {
    const count = parts.get(name)?.length ?? 0;
    if (count !== 1) return err(`There must be one part ${name}, and there are ${String(count)}.`);
  }
  const [jws = Buffer.alloc(0)] = parts.get('forretningsmelding') ?? [];
  const [cms = Buffer.alloc(0)] = parts.get('dokumentpakke') ?? [];
  return ok({ jws: jws.toString('utf8').trim(), cms });
}

type Parts = ReadonlyMap<string, readonly Buffer[]>;

/** Undefined when it is not multipart/form-data, or breaks off. A part may come as a file or as a plain field. */
function readParts(request: SimulatedRequest): Promise<Parts | undefined> {
  return new Promise((resolve, reject) => {
    const reading: { readonly name: string; readonly content: Promise<Buffer> }[] = [];
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { ...request.headers },
        limits: { fieldSize: MAX_JWS_BYTES, fileSize: MAX_CMS_BYTES, parts: 10 },
      });
    } catch {
      request.stream.resume();
      resolve(undefined);
      return;
    }
    parser.on('file', (name, stream) => {
      const content = collect(stream);
      // Whoever waits for the part sees the error; a part nobody asks for must not end the process.
      content.catch(() => undefined);
      reading.push({ name, content });
    });
    parser.on('field', (name, value) => reading.push({ name, content: Promise.resolve(Buffer.from(value, 'utf8')) }));
    parser.on('error', () => {
      resolve(undefined);
    });
    parser.on('close', () => {
      collectAll(reading).then(resolve, reject);
    });
    request.stream.on('error', reject);
    request.stream.on('aborted', () => {
      reject(new Error('The client left before its message was read.'));
    });
    request.stream.pipe(parser);
  });
}

async function collectAll(
  reading: readonly { readonly name: string; readonly content: Promise<Buffer> }[],
): Promise<Parts> {
  const parts = new Map<string, readonly Buffer[]>();
  for (const { name, content } of reading) parts.set(name, [...(parts.get(name) ?? []), await content]);
  return parts;
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
