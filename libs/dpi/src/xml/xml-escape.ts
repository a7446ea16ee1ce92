/** Escapes as Canonical XML 1.0 writes them (2.3), so that what we write is already canonical. */
export function xmlText(value: string): string {
  return value.replace(/[&<>\r]/g, (character) => TEXT[character] ?? character);
}

export function xmlAttribute(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => ATTRIBUTE[character] ?? character);
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
