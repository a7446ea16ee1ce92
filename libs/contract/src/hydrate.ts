import type { FieldError } from './field-error.js';
import { shapeOf, type FieldShape } from './message-shape.js';

const SHOWN_NAME = 60;

/**
 * Turns parsed JSON into an instance of its message class, for class-validator. Known fields are taken over by
 * reference (a document of 100 MB is not copied), unknown ones are named in `unknown` and left behind unread.
 */
export function hydrate<Message extends object>(
  type: new () => Message,
  plain: Readonly<Record<string, unknown>>,
  unknown: FieldError[],
  path = '',
): Message {
  const message = new type();
  const shape = shapeOf(type);
  for (const name of Object.keys(plain)) {
    const field = shape.get(name);
    if (field === undefined) unknown.push(unknownField(join(path, showName(name))));
    else Reflect.set(message, name, hydrateField(field, plain[name], unknown, join(path, name)));
  }
  return message;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hydrateField(field: FieldShape, value: unknown, unknown: FieldError[], path: string): unknown {
  const part = field.part;
  if (part === undefined) return value;
  if (!part.many) return isObject(value) ? hydrate(part.type, value, unknown, path) : value;
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown, index) =>
    isObject(item) ? hydrate(part.type, item, unknown, `${path}[${String(index)}]`) : item,
  );
}

function unknownField(field: string): FieldError {
  return { field, code: 'UNKNOWN_FIELD', text: 'The contract has no such field; remove it or correct its name.' };
}

/** The name as the sender wrote it, but short and without anything that could be an identifier. */
function showName(name: string): string {
  const masked = name.replace(/\d{6}\s?\d{5}/g, '***********').replace(/\p{Cc}/gu, '?');
  return masked.length > SHOWN_NAME ? `${masked.slice(0, SHOWN_NAME)}…` : masked;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
