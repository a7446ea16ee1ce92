import { createHash } from 'node:crypto';
import type { SigningKey } from '../certificate/signing-key.js';
import { manifestXml } from './manifest.writer.js';
import { DocumentChangedError, type PackageDescription } from './package-document.js';
import { checkPackable } from './package-rules.js';
import { signaturesXml, type SignedFile } from './xades.writer.js';
import { ZipWriter } from './zip.writer.js';

/** mimetype of ASiC-E; also the archive comment. */
export const ASICE_MEDIA_TYPE = 'application/vnd.etsi.asic-e+zip';

/**
 * The signed container (DPI reference 3.1) as pieces: mimetype, manifest.xml, the documents, META-INF/signatures.xml.
 * META-INF/manifest.xml is left out, as the profile says. The signature comes last, so each document is read once and
 * signed by what was really written; throws DocumentChangedError when that is not what the letter was accepted with,
 * and UnpackableLetterError before anything. For the same `at` the bytes are the same (cms.encrypter.ts needs that).
 */
export async function* writeAsice(description: PackageDescription, key: SigningKey, at: Date): AsyncGenerator<Buffer> {
  checkPackable(description);
  const zip = new ZipWriter(at, `mimetype=${ASICE_MEDIA_TYPE}`);
  yield zip.stored('mimetype', Buffer.from(ASICE_MEDIA_TYPE, 'ascii'));
  const manifest = manifestXml(description);
  yield zip.stored('manifest.xml', manifest);
  const signed: SignedFile[] = [
    {
      fileName: 'manifest.xml',
      mediaType: 'application/xml',
      digest: createHash('sha256').update(manifest).digest('base64'),
    },
  ];
  for (const [index, document] of description.documents.entries()) {
    const hash = createHash('sha256');
    yield* zip.streamed(document.fileName, document.open(), (piece) => {
      hash.update(piece);
    });
    const digest = hash.digest();
    if (digest.toString('hex') !== document.sha256.toLowerCase()) throw new DocumentChangedError(index + 1);
    signed.push({ fileName: document.fileName, mediaType: document.mediaType, digest: digest.toString('base64') });
  }
  yield zip.stored('META-INF/signatures.xml', await signaturesXml(signed, key, at));
  yield zip.end();
}
