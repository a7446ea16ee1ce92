import type { DepositOrder } from '#channels/deposit-order.js';
import { packageFileNames } from '../package/file-names.js';
import type { PackageDocument } from '../package/package-document.js';
import type { DpiProfile } from './dpi-profile.js';

/** The documents of a letter as they are called in this provider's package. Pure: the same at every try. */
export function packageDocuments(
  { documents }: Pick<DepositOrder, 'documents'>,
  profile: Pick<DpiProfile, 'arrange'>,
): readonly PackageDocument[] {
  const names = packageFileNames(documents.map(({ fileName }) => fileName));
  return profile.arrange(
    documents.map((document, index) => ({
      fileName: names[index] ?? document.fileName,
      mediaType: document.mediaType,
      title: document.title,
      sha256: document.sha256,
      open: () => document.open(),
    })),
  );
}
