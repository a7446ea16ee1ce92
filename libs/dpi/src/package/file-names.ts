/** Names with a meaning of their own in the container. */
const RESERVED = /^(?:mimetype|manifest\.xml|meta-inf)$/i;
const MIN_LENGTH = 4;
const MAX_LENGTH = 100;

/**
 * File names as a package takes them: 4-100 characters, no path, unique whatever the case (e-Boks refuses the package
 * otherwise, DPI reference 3.1). Good names stay as they are; the others are changed as little as possible.
 */
export function packageFileNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const unique = uniqueName(safeName(name), taken);
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** `name`, or `name (2)` and so on before the extension, until it is not in `taken` (lower case). */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; ; number += 1) {
    const suffix = (number === 1 ? '' : ` (${String(number)})`) + extension;
    const candidate = cut(stem, MAX_LENGTH - suffix.length) + suffix;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

function safeName(name: string): string {
  // Control characters and what separates folders on any system.
  const flat = name
    .replace(/[\p{Cc}/\\:]/gu, '_')
    .replace(/^\.+/, '_')
    .trim();
  const free = RESERVED.test(flat) ? `_${flat}` : flat;
  return free.length >= MIN_LENGTH ? free : `dokument_${free}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
