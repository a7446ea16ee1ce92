/**
 * The media type of what a service received, by its first bytes: a CMS package (DER sequence), a ZIP archive, JSON or
 * text. The bytes are the truth here: what a client called them may be what a test wants to look at.
 */
export function mediaTypeOf(bytes: Buffer): string {
  if (bytes[0] === 0x30 && ((bytes[1] ?? 0) & 0x80) !== 0) return 'application/cms';
  if (bytes.subarray(0, 4).equals(ZIP)) return 'application/zip';
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  const first = bytes.subarray(0, 64).toString('latin1').trimStart().charAt(0);
  return MEDIA_TYPE_BY_FIRST_CHARACTER[first] ?? 'application/octet-stream';
}

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

const MEDIA_TYPE_BY_FIRST_CHARACTER: Readonly<Record<string, string>> = {
  '{': 'application/json',
  '[': 'application/json',
  '<': 'application/xml',
};
