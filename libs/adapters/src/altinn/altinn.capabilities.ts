import type { ChannelCapabilities } from '#domain/channel-capabilities.js';

/**
 * Altinn decides by the extension of the file name (registers reference 1.4); these are the extensions that it takes,
 * with the media types that letters are sent with. The first extension of a type is the one given to a file that has none.
 */
export const ALTINN_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'text/html': ['.html'],
  'text/plain': ['.txt'],
  'text/csv': ['.csv'],
  'text/xml': ['.xml'],
  'application/xml': ['.xml'],
  'application/json': ['.json'],
  'application/zip': ['.zip'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/gif': ['.gif'],
  'image/bmp': ['.bmp'],
  'application/msword': ['.doc'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.ms-excel': ['.xls'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
  'application/vnd.ms-powerpoint': ['.ppt', '.pps'],
  'application/dicom': ['.dcm', '.dicom'],
};

/** 2 GB a file is Altinn's limit; the gateway takes no larger letter altogether. */
const MAX_TOTAL_BYTES = 2_000_000_000;

export const ALTINN_CAPABILITIES: ChannelCapabilities = {
  channel: 'altinn',
  recipients: ['person', 'organisation'],
  maxTotalBytes: MAX_TOTAL_BYTES,
  maxDocuments: 100,
  mediaTypes: Object.keys(ALTINN_EXTENSIONS),
  mailboxProviders: [],
  reportsOpening: true,
};
