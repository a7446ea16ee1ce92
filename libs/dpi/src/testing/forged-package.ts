import { createHash } from 'node:crypto';
import type { SigningKey } from '../certificate/signing-key.js';
import { signaturesXml } from '../package/xades.writer.js';
import { ZipWriter } from '../package/zip.writer.js';

/** What a forger does differently; everything else is done right, signature included. */
export interface Forgery {
  /** Files as they are signed and packed, by name; one may be there twice. */
  readonly files: readonly (readonly [name: string, content: string | Buffer])[];
  /** Packed and not signed. */
  readonly unsigned?: readonly (readonly [name: string, content: string | Buffer])[];
  /** Changes META-INF/signatures.xml after it was signed. */
  readonly signatures?: (xml: string) => string;
}

export const GOOD_MANIFEST = manifestOf('<hoveddokument href="brev.pdf" mime="application/pdf"/>');

/** A manifest with these documents. */
export function manifestOf(documents: string, head = ''): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>${head}<manifest xmlns="http://begrep.difi.no/sdp/schema_v10"><avsender>` +
    `<organisasjon authority="iso6523-actorid-upis">0192:313000001</organisasjon></avsender>${documents}</manifest>`
  );
}

/** A container of someone who has a certificate and no scruples: signed by us, so that readers get as far as what is wrong. */
export async function forgedContainer(key: SigningKey, forgery: Forgery): Promise<Buffer> {
  const at = new Date('2026-03-02T10:00:00Z');
  const zip = new ZipWriter(at, '');
  const files = forgery.files.map(([name, content]) => [name, Buffer.from(content)] as const);
  const signed = files.map(([fileName, bytes]) => ({
    fileName,
    mediaType: 'application/octet-stream',
    digest: createHash('sha256').update(bytes).digest('base64'),
  }));
  const signatures = (await signaturesXml(signed, key, at)).toString('utf8');
  const entries = [
    ...files,
    ...(forgery.unsigned ?? []).map(([name, content]) => [name, Buffer.from(content)] as const),
    ['META-INF/signatures.xml', Buffer.from(forgery.signatures?.(signatures) ?? signatures)] as const,
  ];
  const pieces = entries.map(([name, bytes]) => zip.stored(name, bytes));
  return Buffer.concat([...pieces, zip.end()]);
}
