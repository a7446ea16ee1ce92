import type { PackageProblem } from '#dpi/package/package.reader.js';
import type { Part } from './package-report.js';

interface Rule {
  /** The parts that do not hold, or of which nothing can be said after this. */
  readonly spoils: readonly Part[];
  readonly text: string;
}

const ALL: readonly Part[] = ['digest', 'signature', 'schema'];
/** A signature is checked before the digests that it signs, and both before the manifest. */
const FROM_SIGNATURE = ALL;
const FROM_DIGEST: readonly Part[] = ['digest', 'schema'];

export const PACKAGE_PROBLEMS: Readonly<Record<PackageProblem, Rule>> = {
  CANNOT_DECRYPT: { spoils: ALL, text: 'The package cannot be decrypted: the wrong key, or damaged or cut off.' },
  CONTAINER_UNREADABLE: { spoils: ALL, text: 'It was decrypted, but what is inside is not a ZIP that can be read.' },
  DUPLICATE_FILE_NAME: { spoils: ALL, text: 'Two files in the package have the same name.' },
  SIGNATURE_UNREADABLE: { spoils: FROM_SIGNATURE, text: 'META-INF/signatures.xml is missing or cannot be read.' },
  SIGNATURE_ALGORITHM_NOT_ALLOWED: {
    spoils: FROM_SIGNATURE,
    text: 'The signature uses an algorithm that DPI forbids.',
  },
  SIGNATURE_WRONG: { spoils: FROM_SIGNATURE, text: 'The signature is not that of the certificate in it.' },
  SIGNED_PROPERTIES_CHANGED: {
    spoils: FROM_SIGNATURE,
    text: 'What was signed beside the files (SignedProperties) was changed.',
  },
  SIGNING_CERTIFICATE_NOT_NAMED: { spoils: FROM_SIGNATURE, text: 'The signature does not name its certificate.' },
  FILE_NOT_SIGNED: { spoils: FROM_SIGNATURE, text: 'A file in the package is not signed.' },
  SIGNED_FILE_MISSING: { spoils: FROM_DIGEST, text: 'A file that was signed is missing.' },
  FILE_CHANGED: { spoils: FROM_DIGEST, text: 'A file is not the one that was signed.' },
  MANIFEST_UNREADABLE: {
    spoils: ['schema'],
    text: 'manifest.xml is missing or is not an SDP manifest with one hoveddokument.',
  },
  DOCUMENT_MISSING: { spoils: ['schema'], text: 'The manifest names a document that is not in the package.' },
};
