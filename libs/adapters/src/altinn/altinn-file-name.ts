import { ALTINN_EXTENSIONS } from './altinn.capabilities.js';

const FORBIDDEN = /[<>:"/\\|?*]/g;
const CONTROL = /\p{Cc}/gu;
const RESERVED = /^(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\.|$)/i;
const MAX_LENGTH = 255;

/**
 * A name that Altinn takes (errors 2010-2013, 2021): no forbidden characters or Windows device names, at most 255
 * characters, an extension that fits the media type, and different from those `taken` in the same letter.
 */
export function altinnFileName(fileName: string, mediaType: string, taken: ReadonlySet<string>): string {
  const extensions = ALTINN_EXTENSIONS[mediaType.toLowerCase()] ?? [];
  const clean = fileName.replace(CONTROL, '').replace(FORBIDDEN, '_').trim();
  const given = extensions.find((extension) => clean.toLowerCase().endsWith(extension));
  // As it was written: only what is missing is added.
  const extension = given === undefined ? (extensions[0] ?? '') : clean.slice(-given.length);
  let stem = given === undefined ? clean : clean.slice(0, -given.length);
  if (stem === '' || RESERVED.test(stem)) stem = `_${stem}`;
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? extension : ` (${String(count)})${extension}`;
    const name = stem.slice(0, MAX_LENGTH - suffix.length) + suffix;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
