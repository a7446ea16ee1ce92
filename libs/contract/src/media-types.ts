/**
 * What a document may be: the list of the dokumentpakke profile (DPI reference, "Allowed MIME") and the text formats
 * that Altinn takes. `application/octet-stream` is left out on purpose: it says nothing about the document, and a
 * mailbox could not show it. Which channel takes which is in the channels' capabilities.
 */
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';
const OFFICE = 'application/vnd.openxmlformats-officedocument';

export const MEDIA_TYPES: readonly string[] = [
  'application/pdf',
  'text/html',
  'text/plain',
  'text/csv',
  'application/xml',
  'text/xml',
  'application/json',
  'application/ehf+xml',
  'application/zip',
  'image/gif',
  'image/jpeg',
  'image/png',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  `${OFFICE}.wordprocessingml.document`,
  `${OFFICE}.spreadsheetml.sheet`,
  `${OFFICE}.presentationml.presentation`,
  ...['formula', 'text', 'spreadsheet', 'presentation', 'graphics'].map((kind) => `${OPEN_DOCUMENT}.${kind}`),
];
