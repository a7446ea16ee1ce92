import { UniqueNames } from './unique-names.js';

/** Names with a meaning of their own in the container. */
const RESERVED = /^(?:mimetype|manifest\.xml|meta-inf)$/i;
const MIN_LENGTH = 4;
const MAX_LENGTH = 100;
/** Longer ones are no extensions; a name of nothing else would leave no room for a number. */
const MAX_EXTENSION = 20;

/**
 * File names as a package takes them: 4-100 characters, no path, composed (NFC), unique whatever the case (e-Boks
 * refuses the package otherwise, DPI reference 3.1). Good names stay as they are; the others are changed as little as
 * possible.
 */
export function packageFileNames(names: readonly string[]): readonly string[] {
  const unique = new UniqueNames();
  return names.map((name) => {
    const [stem, extension] = parts(safeName(name));
    return unique.take((number) => cut(stem, MAX_LENGTH - number.length - extension.length) + number + extension);
  });
}

function parts(name: string): readonly [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && name.length - dot <= MAX_EXTENSION;
  return hasExtension ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

function safeName(name: string): string {
  // Control characters, halves of characters, and what separates folders on any system.
  const flat = name
    .normalize('NFC')
    .trim()
    .replace(/[\p{Cc}\p{Cs}/\\:]/gu, '_')
    .replace(/^\.+/, '_');
  const free = RESERVED.test(flat) ? `_${flat}` : flat;
  // The schema counts characters here; the maximum is kept in UTF-16 units, which are more, so that all counts agree.
  return Array.from(free).length >= MIN_LENGTH ? free : `dokument_${free}`;
}

/** Never through the middle of a character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
