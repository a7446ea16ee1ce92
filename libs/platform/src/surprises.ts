import type { JsonObject } from './parse-json.js';

/**
 * What a provider sends that its documentation does not have. Registers grow new fields and new codes without notice;
 * a gateway that stops then delays every letter, and one that says nothing learns of it from a lawyer. So it is
 * tolerated and told once by name. Only names travel here: of a field, or of a code that has the form of one. Anything
 * else may be a person's data and is shown as its kind alone.
 */
export type Surprise =
  | { readonly kind: 'field'; readonly path: string }
  /** `value` is a code of the provider (`AKTIV`, `fortrolig`), or the kind of what stood there instead. */
  | { readonly kind: 'value'; readonly path: string; readonly value: string };

/** How pure mappers tell. */
export type NoteSurprise = (surprise: Surprise) => void;

export const ignoreSurprises: NoteSurprise = () => undefined;

const CODE = /^[\p{L}_][\p{L}\d_-]{0,39}$/u;
const NAME = /^[\p{L}_$][\p{L}\d_$.-]{0,59}$/u;

/** Notes the fields of `object` that are not among the `known`. */
export function noteUnknownFields(
  object: JsonObject,
  known: ReadonlySet<string>,
  path: string,
  note: NoteSurprise,
): void {
  for (const field of Object.keys(object)) {
    if (!known.has(field)) note({ kind: 'field', path: `${path}.${NAME.test(field) ? field : '?'}` });
  }
}

/** The value when it is one of the known codes; else notes it and gives undefined. Absent (null too) is no surprise. */
export function knownCode<Code extends string>(
  value: unknown,
  known: readonly Code[],
  path: string,
  note: NoteSurprise,
): Code | undefined {
  const code = known.find((candidate) => candidate === value);
  if (code === undefined && value !== undefined && value !== null) {
    note({ kind: 'value', path, value: typeof value === 'string' && CODE.test(value) ? value : `(${typeof value})` });
  }
  return code;
}
