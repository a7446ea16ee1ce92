import busboy from 'busboy';
import type { Readable } from 'node:stream';
import type { SimulatedRequest } from '#channels/simulation/simulated-http.js';

/** The two parts of a POST, found by name; clients disagree on their file names and media types (DPI reference 1.4). */
export interface PostedMessage {
  readonly jws: string;
  readonly cms: Buffer;
}

const MAX_JWS_BYTES = 4 * 1024 * 1024;
/** A little more than is allowed, so that the answer can say why. */
const MAX_CMS_BYTES = 60 * 1000 * 1000;

/** Undefined when it is not multipart/form-data or a part is missing. */
export function readPostedMessage(request: SimulatedRequest): Promise<PostedMessage | undefined> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, Promise<Buffer>>();
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
      const collected = collect(stream);
      // Whoever waits for the part sees the error; a part nobody asks for must not end the process.
      collected.catch(() => undefined);
      parts.set(name, collected);
    });
    parser.on('field', (name, value) => parts.set(name, Promise.resolve(Buffer.from(value, 'utf8'))));
    parser.on('error', () => {
      resolve(undefined);
    });
    parser.on('close', () => {
      const jws = parts.get('forretningsmelding');
      const cms = parts.get('dokumentpakke');
      if (jws === undefined || cms === undefined) resolve(undefined);
      else {
        Promise.all([jws, cms]).then(([message, content]) => {
          resolve({ jws: message.toString('utf8').trim(), cms: content });
        }, reject);
      }
    });
    request.stream.on('error', reject);
    request.stream.on('aborted', () => {
      reject(new Error('The client left before its message was read.'));
    });
    request.stream.pipe(parser);
  });
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
