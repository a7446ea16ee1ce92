import { Inject, Injectable } from '@nestjs/common';
import { ContentVault } from '#documents/content-vault.js';
import type { ContentKey } from '#documents/content-key.js';
import { LetterContent } from '#documents/letter-content.js';
import type { Letter } from '#domain/letter.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';

export interface OpenLetter {
  readonly letter: Letter;
  /** Small documents by documentId. */
  readonly inline: ReadonlyMap<string, Buffer>;
  readonly key: ContentKey;
}

/** Unseals a claimed letter. Throws when the row was damaged or the master key is another. */
@Injectable()
export class LetterOpener {
  constructor(@Inject(ContentVault) private readonly vault: ContentVault) {}

  open({ sealedContent, wrappedKey }: ClaimedLetter): OpenLetter {
    const key = this.vault.unwrap(wrappedKey);
    return { ...LetterContent.unpack(this.vault.open(sealedContent, key)), key };
  }
}
