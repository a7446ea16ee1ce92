/** Escapes as Canonical XML 1.0 writes them (2.3), so that what we write is already canonical. */
export function xmlText(value: string): string {
  return characters(value).replace(/[&<>\r]/g, (character) => TEXT[character] ?? character);
}

export function xmlAttribute(value: string): string {
  return characters(value).replace(/[&<"\t\n\r]/g, (character) => ATTRIBUTE[character] ?? character);
}

/** What XML has no way to write, such as a form feed in a title, becomes the replacement character. */
function characters(value: string): string {
  return value.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const ATTRIBUTE: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
