import type { PackageProblem } from '#dpi/package/package.reader.js';
import type { Part } from './package-report.js';

interface Rule {
  /** The parts that do not hold, or of which nothing can be said after this. */
  readonly spoils: readonly Part[];
  /** What is wrong, and what to do. */
  readonly text: string;
}

const ALL: readonly Part[] = ['digest', 'signature', 'schema'];
/** A signature is checked before the digests that it signs, and both before the manifest. */
const FROM_SIGNATURE = ALL;
const FROM_DIGEST: readonly Part[] = ['digest', 'schema'];
const MANIFEST: readonly Part[] = ['schema'];
const CHANGED = 'Do not believe it; ask the sender for the package anew.';

/** Stable codes; docs/errors.md has the same. */
export const PACKAGE_PROBLEMS: Readonly<Record<PackageProblem, Rule>> = {
  PACKAGE_TOO_LARGE: { spoils: ALL, text: 'The package is larger than 50 MB. The sender must send smaller documents.' },
  CANNOT_DECRYPT: { spoils: ALL, text: 'The package cannot be decrypted; the next line says why.' },
  CONTAINER_UNREADABLE: {
    spoils: ALL,
    text: 'It was decrypted, but what is inside is not a ZIP that can be read. The sender must make the package anew.',
  },
  UNSAFE_FILE_NAME: {
    spoils: ALL,
    text: 'A file name leads out of the package. Do not unpack it; tell the sender, for it may be an attack.',
  },
  DUPLICATE_FILE_NAME: {
    spoils: ALL,
    text: 'Two files in the package have the same name (case does not count). The sender must give them different ones.',
  },
  TOO_MANY_FILES: {
    spoils: ALL,
    text: 'There are more files than a dokumentpakke can have. The sender must send fewer in one letter.',
  },
  CONTAINER_TOO_LARGE: {
    spoils: ALL,
    text: 'Unpacked it would be larger than any dokumentpakke. Do not unpack it; it may be an attack.',
  },
  XML_FORBIDDEN: {
    spoils: ALL,
    text: 'An XML file has a document type, an entity or an instruction. Do not open it with other tools; it may be an attack.',
  },
  SIGNATURE_UNREADABLE: {
    spoils: FROM_SIGNATURE,
    text: 'META-INF/signatures.xml is missing or is not an XAdES signature. The sender must sign the package.',
  },
  SIGNATURE_AMBIGUOUS: {
    spoils: FROM_SIGNATURE,
    text: `What is signed could be read in two ways (a second signature, or an Id that is there twice). ${CHANGED}`,
  },
  SIGNATURE_ALGORITHM_NOT_ALLOWED: {
    spoils: FROM_SIGNATURE,
    text: 'The signature uses an algorithm that DPI does not have, or an RSA key under 2048 bits. The sender must use RSA-SHA256.',
  },
  SIGNATURE_WRONG: {
    spoils: FROM_SIGNATURE,
    text: `The signature is not that of a certificate in it. ${CHANGED}`,
  },
  SIGNED_PROPERTIES_CHANGED: {
    spoils: FROM_SIGNATURE,
    text: `What was signed beside the files (SignedProperties) was changed. ${CHANGED}`,
  },
  SIGNING_CERTIFICATE_NOT_NAMED: {
    spoils: FROM_SIGNATURE,
    text: `The signature names another certificate than the one that signed. ${CHANGED}`,
  },
  CERTIFICATE_NOT_IN_CHAIN: {
    spoils: FROM_SIGNATURE,
    text: "There is a certificate that is neither the signer's nor above it. The sender must send its own chain only.",
  },
  FILE_NOT_SIGNED: { spoils: FROM_SIGNATURE, text: `A file in the package is not signed. ${CHANGED}` },
  SIGNED_FILE_MISSING: { spoils: FROM_DIGEST, text: `A file that was signed is missing. ${CHANGED}` },
  FILE_CHANGED: { spoils: FROM_DIGEST, text: `A file is not the one that was signed. ${CHANGED}` },
  MANIFEST_UNREADABLE: {
    spoils: MANIFEST,
    text: 'manifest.xml is missing, or is not an SDP manifest with one avsender and one hoveddokument. The sender must correct it.',
  },
  TOO_MANY_DOCUMENTS: {
    spoils: MANIFEST,
    text: 'There are more than one hoveddokument and 200 vedlegg. The sender must send fewer in one letter.',
  },
  MANIFEST_HREF_LENGTH: {
    spoils: MANIFEST,
    text: 'A file name in manifest.xml has not 4-100 characters. The sender must rename it.',
  },
  MANIFEST_MIME_LENGTH: {
    spoils: MANIFEST,
    text: 'A media type in manifest.xml has not 1-100 characters. The sender must correct it.',
  },
  MANIFEST_TITLE_LENGTH: {
    spoils: MANIFEST,
    text: 'A title in manifest.xml has not 1-255 characters. The sender must correct it.',
  },
  DOCUMENT_MISSING: {
    spoils: MANIFEST,
    text: 'manifest.xml names a file that is not in the package. The sender must add it, or name what is there.',
  },
  FILE_NOT_IN_MANIFEST: {
    spoils: MANIFEST,
    text: 'There is a file that manifest.xml does not name. The sender must name it, or leave it out.',
  },
};
