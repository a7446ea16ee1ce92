import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ParsedLetter } from '#contract/parse-outcome.js';
import { ContentVault } from '#documents/content-vault.js';
import type { ContentKey } from '#documents/content-key.js';
import { DocumentStore } from '#documents/document-store.port.js';
import { INLINE_DOCUMENT_BYTES } from '#documents/inline-document-bytes.js';
import { LetterContent } from '#documents/letter-content.js';
import type { Letter } from '#domain/letter.js';
import type { Recipient } from '#domain/recipient.js';
import type { NewLetter } from '#persistence/records/new-letter.js';

export interface SealedLetter {
  readonly row: NewLetter;
  /** Documents that were put into the store for this letter; to be deleted when it turns out not to be new. */
  readonly stored: readonly string[];
}

/**
 * Makes the row of a valid letter: everything personal sealed with a key of its own. Small documents lie in the row;
 * big ones go to the document store *before* the commit, so that an acknowledged letter always has its documents.
 */
@Injectable()
export class LetterSealer {
  constructor(
    @Inject(ContentVault) private readonly vault: ContentVault,
    @Inject(DocumentStore) private readonly documents: DocumentStore,
  ) {}

  async seal(parsed: ParsedLetter, letter: Letter, receivedAt: Date): Promise<SealedLetter> {
    const { key, wrapped } = this.vault.newKey();
    const { small, big } = bySize(parsed.inline);
    await this.store(big, key);
    const { sender, recipient } = letter;
    const row: NewLetter = {
      id: randomUUID(),
      sender: sender.organisationNumber,
      ...(sender.supplier === undefined ? {} : { supplier: sender.supplier }),
      letterId: letter.letterId,
      conversationId: letter.conversationId,
      ...(letter.reference === undefined ? {} : { reference: letter.reference }),
      priority: letter.priority,
      contentHash: parsed.contentHash,
      recipientKey: this.vault.recipientKey(recipientText(recipient)),
      recipientKind: recipient.kind,
      legalEffect: letter.legalEffect,
      sealedContent: this.vault.seal(LetterContent.pack(letter, small), key),
      ...(recipient.kind === 'address'
        ? {}
        : { sealedRecipient: this.vault.seal(Buffer.from(recipientText(recipient)), key) }),
      wrappedKey: wrapped,
      ...(letter.availableFrom === undefined ? {} : { availableFrom: letter.availableFrom }),
      ...(letter.expiresAt === undefined ? {} : { expiresAt: letter.expiresAt }),
      dueAt: receivedAt,
      receivedAt,
      eventId: randomUUID(),
      documentIds: parsed.references.map((reference) => reference.documentId),
    };
    return { row, stored: [...big.keys()] };
  }

  /** Best effort: an orphan is only disk space. */
  async discard(stored: readonly string[]): Promise<void> {
    await Promise.allSettled(stored.map((id) => this.documents.delete(id)));
  }

  private async store(documents: ReadonlyMap<string, Buffer>, key: ContentKey): Promise<void> {
    for (const [id, bytes] of documents) await this.documents.put(id, bytes, key);
  }
}

/** In the order of the letter, as long as they fit into the row together. */
function bySize(inline: ReadonlyMap<string, Buffer>): { small: Map<string, Buffer>; big: Map<string, Buffer> } {
  const small = new Map<string, Buffer>();
  const big = new Map<string, Buffer>();
  let bytes = 0;
  for (const [id, content] of inline) {
    const fits = bytes + content.length <= INLINE_DOCUMENT_BYTES;
    if (fits) bytes += content.length;
    (fits ? small : big).set(id, content);
  }
  return { small, big };
}

function recipientText(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'person':
      return recipient.personIdentifier;
    case 'organisation':
      return recipient.organisationNumber;
    case 'address':
      return JSON.stringify(recipient.postalAddress);
  }
}
