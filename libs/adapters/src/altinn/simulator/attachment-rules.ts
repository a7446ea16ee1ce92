import { ALTINN_EXTENSIONS } from '../altinn.capabilities.js';
import { AltinnProblem } from './altinn-problems.js';

/** Names, types and life of attachments (registers reference 1.4). */
const FORBIDDEN = /[<>:"/\\|?*]/;
const RESERVED = /^(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\.|$)/i;
/** Written out here and not taken from the adapter: what Altinn takes is Altinn's. */
const EXTENSIONS = new Set(
  'doc xls docx xlsx ppt pps zip pdf html txt xml jpg jpeg gif bmp png json csv dcm dicom'.split(' '),
);
/** Outside production; there it is 14. */
const SHORTEST_LIFE_DAYS = 1;
export const DAY_MS = 86_400_000;

/** Throws AltinnProblem. Missing and too long names are the model's (2010 and 2011 behind it are never reached). */
export function checkFileName(fileName: string): void {
  const hasControl = Array.from(fileName).some((character) => character < ' ');
  if (hasControl || FORBIDDEN.test(fileName)) throw new AltinnProblem(2012);
  if (!EXTENSIONS.has(extensionOf(fileName))) throw new AltinnProblem(2013);
  if (RESERVED.test(fileName)) throw new AltinnProblem(2021);
}

export function checkLife(expirationInDays: number | undefined): void {
  if (expirationInDays !== undefined && expirationInDays < SHORTEST_LIFE_DAYS) throw new AltinnProblem(2017);
}

/** By its extension, as Altinn does; the request's content type is ignored. */
export function mediaTypeOf(fileName: string): string {
  const extension = `.${extensionOf(fileName)}`;
  const found = Object.entries(ALTINN_EXTENSIONS).find(([, extensions]) => extensions.includes(extension));
  return found?.[0] ?? 'binary_octet_stream';
}

function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot < 0 ? '' : fileName.slice(dot + 1).toLowerCase();
}
