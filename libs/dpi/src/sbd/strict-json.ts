import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '#domain/result.js';
import type { ShapeProblem } from './json-shape.js';

/** Real messages have a few kilobytes; nothing larger is worth the memory. */
const MAX_BYTES = 1024 * 1024;

/**
 * JSON that cannot be read in two ways. `JSON.parse` takes the last of two equal keys and other parsers the first, so a
 * signed message with two ConversationIds would mean one letter to its signer and another to us: a repeated key is
 * refused, as are bytes that are not UTF-8, which `toString` would silently replace. Never throws.
 */
export function parseStrictJson(bytes: Buffer): Result<unknown, ShapeProblem> {
  if (bytes.length > MAX_BYTES) return refuse('must have at most 1 MiB');
  if (!isUtf8(bytes)) return refuse('must be UTF-8');
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('must be JSON');
  }
  return repeatsKey(text) ? refuse('must not repeat a key') : ok(value);
}

function refuse(rule: string): Result<never, ShapeProblem> {
  return err({ path: '', rule });
}

/** `json` is valid, so a colon outside a string ends a key, and braces match. */
function repeatsKey(json: string): boolean {
  const objects: Set<string>[] = [];
  let latest = '';
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') {
      const end = endOfString(json, at);
      latest = json.slice(at, end + 1);
      at = end;
    } else if (character === '{') {
      objects.push(new Set());
    } else if (character === '}') {
      objects.pop();
    } else if (character === ':') {
      // Escapes are undone, for `"\u0061"` is the key `a`.
      const key = String(JSON.parse(latest));
      const keys = objects.at(-1);
      if (keys?.has(key) === true) return true;
      keys?.add(key);
    }
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
