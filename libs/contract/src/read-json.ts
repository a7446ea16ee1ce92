import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '#domain/result.js';
import { isObject } from './hydrate.js';

const BYTE_ORDER_MARK = 0xfeff;

/** A JSON object in UTF-8, or in words why the bytes are not one. */
export function readJsonObject(body: Buffer): Result<Readonly<Record<string, unknown>>, string> {
  if (!isUtf8(body)) return err('The body is not valid UTF-8; send the JSON in UTF-8.');
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
  } catch {
    // The engine's own message quotes the body, which may hold an identifier.
    return err('The body is not JSON; check that it is complete and that nothing but one JSON object is sent.');
  }
  return isObject(value) ? ok(value) : err('The body is JSON, but not an object; send one letter as one JSON object.');
}
