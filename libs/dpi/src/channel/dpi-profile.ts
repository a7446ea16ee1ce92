import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { Blame } from '#domain/failure.js';
import type { PackageDocument } from '../package/package-document.js';

/** What makes one mailbox provider different from another in DPI: data, and how it wants documents named. */
export interface DpiProfile {
  readonly capabilities: ChannelCapabilities;
  /** Organisation number: receiver of messages, signer of receipts. */
  readonly provider: string;
  /** The queue of receipts at the access point; one per channel, so that channels do not take each other's. */
  readonly kanal: string;
  /** Bytes of the encrypted package. */
  readonly maxPackageBytes: number;
  /** Pure: documents as this provider takes them. */
  arrange(documents: readonly PackageDocument[]): readonly PackageDocument[];
  /** Known reasons in `feil`, first match wins. */
  readonly faults: readonly ProviderFault[];
}

/** One line of a provider's error table. */
export interface ProviderFault {
  readonly type: 'KLIENT' | 'SERVER';
  /** Tried on `detaljer`. */
  readonly pattern: RegExp;
  readonly code: string;
  /** What happened and what to do; replaces the provider's own words, which may hold personal data. */
  readonly text: string;
  readonly blame: Blame;
}

/** Media types a mailbox takes (DPI reference 3.5), without the extensions that need data files of their own. */
export const MAILBOX_MEDIA_TYPES: readonly string[] = [
  'application/pdf',
  'text/html',
  'application/ehf+xml',
  'text/plain',
  'application/vnd.oasis.opendocument.formula',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/vnd.oasis.opendocument.graphics',
  'image/gif',
  'image/jpeg',
  'image/png',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/octet-stream',
];

/** One hoveddokument and 200 vedlegg. */
export const MAX_PACKAGE_DOCUMENTS = 201;
/** The 50 MB of the specification, on what is sent. */
export const MAX_PACKAGE_BYTES = 50 * 1000 * 1000;
/** Plain bytes: leaves room for container, signature and encryption, and is NAV's own limit. */
export const MAX_PLAIN_BYTES = 45 * 1000 * 1000;
