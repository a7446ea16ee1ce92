import { createHash } from 'node:crypto';
import type { SigningKey } from '../certificate/signing-key.js';
import { manifestXml } from '../package/manifest.writer.js';
import type { PackageDescription } from '../package/package-document.js';
import { signaturesXml } from '../package/xades.writer.js';
import { ZipWriter } from '../package/zip.writer.js';
import { bytesOf } from './bytes-of.js';

/** The container of a sender who keeps to no limits: signed as it must be, whatever it holds. */
export async function* uncheckedAsice(
  description: PackageDescription,
  key: SigningKey,
  at: Date,
): AsyncGenerator<Buffer> {
  const zip = new ZipWriter(at, '');
  const files = [{ fileName: 'manifest.xml', mediaType: 'application/xml', bytes: manifestXml(description) }];
  for (const { fileName, mediaType, open } of description.documents)
    files.push({ fileName, mediaType, bytes: await bytesOf(open()) });
  for (const { fileName, bytes } of files) yield zip.stored(fileName, bytes);
  const signed = files.map(({ fileName, mediaType, bytes }) => ({
    fileName,
    mediaType,
    digest: createHash('sha256').update(bytes).digest('base64'),
  }));
  yield zip.stored('META-INF/signatures.xml', await signaturesXml(signed, key, at));
  yield zip.end();
}
