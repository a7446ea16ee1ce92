import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.js';
import { CmsError, openCms } from './cms.reader.js';
import { readManifest, type ManifestDocument, type PackageManifest } from './manifest.reader.js';
import { verifyPackageSignature, type PackageSignature, type SignatureProblem } from './xades.verifier.js';
import { readZip, type ZipEntry } from './zip.reader.js';

/** A dokumentpakke that was decrypted, and whose signature holds for every file in it. */
export interface OpenedPackage {
  readonly manifest: PackageManifest;
  readonly signature: PackageSignature;
  /** In the manifest's order. */
  readonly documents: readonly OpenedDocument[];
}

export interface OpenedDocument extends ManifestDocument {
  readonly bytes: Buffer;
}

export type PackageProblem =
  | 'CANNOT_DECRYPT'
  | 'CONTAINER_UNREADABLE'
  | 'MANIFEST_UNREADABLE'
  | 'DOCUMENT_MISSING'
  | 'DUPLICATE_FILE_NAME'
  | SignatureProblem;

const LIMITS = { maxEntries: 410, maxTotalBytes: 512 * 1024 * 1024 };

/** Decrypts and opens; what a mailbox provider does with a package (DPI reference 1.6). */
export async function openPackage(
  cms: Buffer,
  privateKey: string | KeyObject,
): Promise<Result<OpenedPackage, PackageProblem>> {
  try {
    return await openContainer(openCms(cms, privateKey));
  } catch (error) {
    if (error instanceof CmsError) return err('CANNOT_DECRYPT');
    throw error;
  }
}

/** The same from the plain ASiC-E. */
export async function openContainer(container: Buffer): Promise<Result<OpenedPackage, PackageProblem>> {
  let files: readonly ZipEntry[];
  try {
    files = await readZip(container, LIMITS);
  } catch {
    return err('CONTAINER_UNREADABLE');
  }
  const names = files.map((file) => file.name.toLowerCase());
  if (new Set(names).size !== names.length) return err('DUPLICATE_FILE_NAME');
  const byName = new Map(files.map((file) => [file.name, file.bytes]));
  const signatures = byName.get('META-INF/signatures.xml');
  if (signatures === undefined) return err('SIGNATURE_UNREADABLE');
  const signature = verifyPackageSignature(signatures, files);
  if (!signature.ok) return signature;
  let manifest: PackageManifest;
  try {
    manifest = readManifest(byName.get('manifest.xml') ?? Buffer.alloc(0));
  } catch {
    return err('MANIFEST_UNREADABLE');
  }
  const documents: OpenedDocument[] = [];
  for (const document of manifest.documents) {
    const bytes = byName.get(document.fileName);
    if (bytes === undefined) return err('DOCUMENT_MISSING');
    documents.push({ ...document, bytes });
  }
  return ok({ manifest, signature: signature.value, documents });
}
