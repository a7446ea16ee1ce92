import { ALTINN_EXTENSIONS } from './altinn.capabilities.js';

const FORBIDDEN = /[<>:"/\\|?*]/g;
const CONTROL = /\p{Cc}/gu;
/** JSON does not carry half a character. */
const HALF_CHARACTER = /\p{Cs}/gu;
/** Windows drops them, and a name must be the same everywhere. */
const AT_THE_END = /[.\s]+$/;
const RESERVED = /^(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\.|$)/i;
/** UTF-16 units, as Altinn counts. */
const MAX_LENGTH = 255;

/**
 * A name that Altinn takes (errors 2010-2013, 2021): no forbidden characters or Windows device names, at most 255
 * UTF-16 units and cut between characters, an extension that fits the media type, and different from those `taken`,
 * which are in lower case, in the same letter.
 */
export function altinnFileName(fileName: string, mediaType: string, taken: ReadonlySet<string>): string {
  const extensions = ALTINN_EXTENSIONS[mediaType.toLowerCase()] ?? [];
  const clean = fileName
    .replace(CONTROL, '')
    .replace(HALF_CHARACTER, '_')
    .replace(FORBIDDEN, '_')
    .trim()
    .replace(AT_THE_END, '');
  const given = extensions.find((extension) => clean.toLowerCase().endsWith(extension));
  // As it was written: only what is missing is added.
  const extension = given === undefined ? (extensions[0] ?? '') : clean.slice(-given.length);
  let stem = given === undefined ? clean : clean.slice(0, -given.length);
  if (stem === '' || RESERVED.test(stem)) stem = `_${stem}`;
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? extension : ` (${String(count)})${extension}`;
    const name = beginningOf(stem, MAX_LENGTH - suffix.length) + suffix;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

function beginningOf(text: string, max: number): string {
  return text.slice(0, max).replace(HALF_CHARACTER, '');
}
