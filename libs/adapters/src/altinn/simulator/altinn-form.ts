import busboy from 'busboy';
import type { SimulatedRequest } from '#channels/simulation/simulated-http.js';
import { AltinnModelProblem } from './altinn-problems.js';
import { receive, type ReceivedFile } from './received-file.js';

/** `POST /correspondence/upload`: the model's fields as dotted keys, the files in parts that are all named `attachments`. */
export interface AltinnForm {
  /** Nested as the JSON body is; the words are not read yet. */
  readonly body: Readonly<Record<string, unknown>>;
  /** In their order; streamed through, never held whole. */
  readonly files: readonly ReceivedFile[];
}

const MAX_FIELD_BYTES = 256 * 1024;
const MAX_FIELDS = 5_000;
const FILES_PART = 'attachments';

export function readForm(request: SimulatedRequest): Promise<AltinnForm> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = [];
    const files: Promise<ReceivedFile>[] = [];
    const unreadable = (): void => {
      request.stream.resume();
      reject(new AltinnModelProblem({ '': ['The body is not multipart/form-data.'] }));
    };
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { ...request.headers },
        defParamCharset: 'utf8',
        limits: { fieldSize: MAX_FIELD_BYTES, fields: MAX_FIELDS },
      });
    } catch {
      unreadable();
      return;
    }
    parser.on('field', (name, value) => fields.push([name, value]));
    parser.on('file', (name, stream, { filename }) => {
      if (name.toLowerCase() !== FILES_PART) {
        stream.resume();
        return;
      }
      const file = receive(String(filename), stream);
      // Whoever waits for the files sees the error; it must not end the process before.
      file.catch(() => undefined);
      files.push(file);
    });
    parser.on('error', unreadable);
    parser.on('close', () => {
      Promise.all(files).then((received) => {
        resolve({ body: nest(fields), files: received });
      }, reject);
    });
    request.stream.on('error', reject);
    request.stream.on('aborted', () => {
      reject(new Error('The client left before its form was read.'));
    });
    request.stream.pipe(parser);
  });
}

type Nested = Map<string, Nested | string>;

/** `Correspondence.Content.Attachments[0].FileName` -> nested objects and lists; names in any case. */
function nest(fields: readonly (readonly [string, string])[]): Readonly<Record<string, unknown>> {
  const root: Nested = new Map();
  for (const [key, value] of fields) {
    const path = key.split(/[.[]/).map((step) => step.replace(']', ''));
    let place = root;
    for (const step of path.slice(0, -1)) place = child(place, step);
    place.set(path.at(-1) ?? '', value);
  }
  const plain = toPlain(root);
  return typeof plain === 'object' && !Array.isArray(plain) ? (plain as Readonly<Record<string, unknown>>) : {};
}

function child(place: Nested, step: string): Nested {
  const key = [...place.keys()].find((known) => known.toLowerCase() === step.toLowerCase()) ?? step;
  const known = place.get(key);
  if (known instanceof Map) return known;
  const made: Nested = new Map();
  place.set(key, made);
  return made;
}

function toPlain(value: Nested | string): unknown {
  if (typeof value === 'string') return value;
  const entries = [...value].map(([key, item]) => [key, toPlain(item)] as const);
  return entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
    ? entries.sort(([left], [right]) => Number(left) - Number(right)).map(([, item]) => item)
    : Object.fromEntries(entries);
}
