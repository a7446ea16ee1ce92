import { isJsonObject, type JsonObject } from '#platform/parse-json.js';

/**
 * Reading of the person document. Every part is an array of versions with history in it; only the current ones count.
 * Some parts are single objects in the schema (`doedsfall`, `foedsel`) but arrays in practice or the other way round, so
 * both are read. `erGjeldende` may be left out (the schema says so): such a version is current unless it has ended.
 */
export function currentVersions(document: JsonObject, part: string): readonly JsonObject[] {
  return versions(document, part).filter(isCurrent);
}

/** With history. */
export function versions(document: JsonObject, part: string): readonly JsonObject[] {
  const value = document[part];
  const all: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return all.filter(isJsonObject);
}

/** The first current version. */
export function currentVersion(document: JsonObject, part: string): JsonObject | undefined {
  return currentVersions(document, part)[0];
}

function isCurrent(version: JsonObject): boolean {
  const flag = version['erGjeldende'] ?? undefined;
  return flag === undefined ? textOf(version, 'opphoerstidspunkt') === undefined : flag === true;
}

/** A part that is neither absent nor an object nor an array of objects with a readable flag; its name. */
export function brokenPart(document: JsonObject, parts: readonly string[]): string | undefined {
  return parts.find((part) => {
    const value = document[part] ?? undefined;
    if (value === undefined) return false;
    const all: unknown[] = Array.isArray(value) ? value : [value];
    return !all.every(
      (version) =>
        isJsonObject(version) && ['boolean', 'undefined'].includes(typeof (version['erGjeldende'] ?? undefined)),
    );
  });
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
