import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.js';
import { CmsError } from './cms-problem.js';
import { openCms } from './cms.reader.js';
import { MAX_PACKAGE_BYTES } from './limits.js';
import { ManifestError, type ManifestProblem } from './manifest-problem.js';
import { readManifest, type ManifestDocument, type PackageManifest } from './manifest.reader.js';
import type { SignatureProblem } from './signature-problem.js';
import { verifyPackageSignature, type PackageSignature } from './xades.verifier.js';
import { ZipError, type ZipProblem } from './zip-problem.js';
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
  /** The encrypted package is larger than 50 MB. */
  | 'PACKAGE_TOO_LARGE'
  /** `openCms` says why. */
  | 'CANNOT_DECRYPT'
  | ZipProblem
  | SignatureProblem
  | ManifestProblem
  /** The manifest names a file that is not there. */
  | 'DOCUMENT_MISSING'
  /** There is a file that the manifest does not name. */
  | 'FILE_NOT_IN_MANIFEST';

/**
 * Twice the documents that a letter may have (each with a file of an extension), the files of the container itself, and
 * the folders that some tools write; unpacked, five times what may be sent.
 */
const LIMITS = { maxEntries: 410, maxTotalBytes: 5 * MAX_PACKAGE_BYTES };
const OWN_FILES = new Set(['mimetype', 'manifest.xml', 'META-INF/signatures.xml', 'META-INF/manifest.xml']);

/** Decrypts and opens; what a mailbox provider does with a package (DPI reference 1.6). */
export async function openPackage(
  cms: Buffer,
  privateKey: string | KeyObject,
): Promise<Result<OpenedPackage, PackageProblem>> {
  if (cms.length > MAX_PACKAGE_BYTES) return err('PACKAGE_TOO_LARGE');
  try {
    return await openContainer(openCms(cms, privateKey));
  } catch (error) {
    if (error instanceof CmsError) return err('CANNOT_DECRYPT');
    throw error;
  }
}

/** The same from the plain ASiC-E. */
export async function openContainer(container: Buffer): Promise<Result<OpenedPackage, PackageProblem>> {
  try {
    return readFiles(await readZip(container, LIMITS));
  } catch (error) {
    if (error instanceof ZipError || error instanceof ManifestError) return err(error.problem);
    throw error;
  }
}

function readFiles(files: readonly ZipEntry[]): Result<OpenedPackage, PackageProblem> {
  const byName = new Map(files.map((file) => [file.name, file.bytes]));
  const signatures = byName.get('META-INF/signatures.xml');
  if (signatures === undefined) return err('SIGNATURE_UNREADABLE');
  const signature = verifyPackageSignature(signatures, files);
  if (!signature.ok) return signature;
  const manifest = readManifest(byName.get('manifest.xml') ?? Buffer.alloc(0));
  const named = new Set(manifest.documents.flatMap(({ fileName, dataFileName }) => [fileName, dataFileName]));
  if ([...named].some((name) => name !== undefined && !byName.has(name))) return err('DOCUMENT_MISSING');
  if (files.some(({ name }) => !OWN_FILES.has(name) && !named.has(name))) return err('FILE_NOT_IN_MANIFEST');
  const documents = manifest.documents.flatMap((document) => {
    const bytes = byName.get(document.fileName);
    return bytes === undefined ? [] : [{ ...document, bytes }];
  });
  return ok({ manifest, signature: signature.value, documents });
}
