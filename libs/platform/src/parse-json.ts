const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value in a JSON body, or undefined when it is not JSON. Invalid UTF-8 is not JSON (RFC 8259 8.1): read leniently
 * it would put replacement characters into names and addresses. Whoever reads the value checks the shape.
 */
export function parseJson(body: Buffer): unknown {
  const text = decodeUtf8(body);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Undefined when the bytes are not UTF-8. A byte order mark is passed over. */
export function decodeUtf8(body: Buffer): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
