import { isJsonObject, type JsonObject } from '#platform/parse-json.js';

/**
 * Reading of the person document. Every part is an array of versions with history in it; only those with
 * `erGjeldende` are current. Some parts are single objects in the schema (`doedsfall`, `foedsel`) but arrays in
 * practice or the other way round, so both are read.
 */
export function currentVersions(document: JsonObject, part: string): readonly JsonObject[] {
  const value = document[part];
  const versions: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return versions.filter((version): version is JsonObject => isJsonObject(version) && version['erGjeldende'] === true);
}

/** The first current version. */
export function currentVersion(document: JsonObject, part: string): JsonObject | undefined {
  return currentVersions(document, part)[0];
}

/** A trimmed text that is not empty. */
export function textOf(object: JsonObject | undefined, field: string): string | undefined {
  const value = object?.[field];
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

export function objectOf(object: JsonObject | undefined, field: string): JsonObject | undefined {
  const value = object?.[field];
  return isJsonObject(value) ? value : undefined;
}

export function linesOf(object: JsonObject | undefined, field: string): readonly string[] {
  const value = object?.[field];
  if (!Array.isArray(value)) return [];
  return value.flatMap((line) => (typeof line === 'string' && line.trim() !== '' ? [line.trim()] : []));
}

/** `fornavn mellomnavn etternavn` of a name part or a `personnavn`. */
export function fullName(name: JsonObject | undefined): string | undefined {
  const parts = ['fornavn', 'mellomnavn', 'etternavn'].flatMap((field) => textOf(name, field) ?? []);
  return parts.length === 0 ? undefined : parts.join(' ');
}
