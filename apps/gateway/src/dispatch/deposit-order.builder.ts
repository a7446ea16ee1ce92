import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { DepositOrder, DepositTarget, OrderDocument } from '#channels/deposit-order.js';
import { ContentVault } from '#documents/content-vault.js';
import type { ContentKey } from '#documents/content-key.js';
import { DocumentStore } from '#documents/document-store.port.js';
import { readDeadlineOf, type PlanStep } from '#domain/delivery-plan.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import { UploadedDocumentStore } from '#persistence/uploaded-document.store.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { isFresh } from '#routing/notifiability.js';
import type { OpenLetter } from './letter-opener.js';

/** Everything a channel needs for one letter; the documents are streams that a retry may open again. */
@Injectable()
export class DepositOrderBuilder {
  constructor(
    @Inject(ContentVault) private readonly vault: ContentVault,
    @Inject(DocumentStore) private readonly documents: DocumentStore,
    @Inject(UploadedDocumentStore) private readonly uploads: UploadedDocumentStore,
    @Inject(SenderDirectory) private readonly senders: SenderDirectory,
  ) {}

  async build(
    opened: OpenLetter,
    facts: RecipientFacts,
    deposit: DepositRow,
    target: DepositTarget,
    step: PlanStep | undefined,
    at: Date,
  ): Promise<DepositOrder> {
    const { letter } = opened;
    const readDeadlineWorkingDays = readDeadlineOf(step);
    const organisationNumber = letter.sender.organisationNumber;
    const returnAddress = letter.print.returnAddress ?? this.senders.returnAddressOf(organisationNumber);
    return {
      depositId: deposit.id,
      conversationId: deposit.conversationId,
      letter,
      documents: await this.orderDocuments(opened),
      target,
      sender: {
        organisationNumber,
        name: this.senders.find(organisationNumber)?.name ?? organisationNumber,
        ...(returnAddress === undefined ? {} : { returnAddress }),
      },
      notifiable: notifiable(facts, at),
      ...(readDeadlineWorkingDays === undefined ? {} : { readDeadlineWorkingDays }),
      at,
    };
  }

  private async orderDocuments({ letter, inline, key }: OpenLetter): Promise<readonly OrderDocument[]> {
    const elsewhere = letter.documents
      .filter(({ documentId }) => !inline.has(documentId))
      .map(({ documentId }) => documentId);
    const uploads = elsewhere.length === 0 ? [] : await this.uploads.find(elsewhere, letter.sender.organisationNumber);
    const keys = new Map<string, ContentKey>(
      uploads.map((upload) => [upload.id, this.vault.unwrap(upload.wrappedKey)]),
    );
    return letter.documents.map((document) => {
      const bytes = inline.get(document.documentId);
      const open =
        bytes === undefined
          ? () => this.documents.open(document.documentId, keys.get(document.documentId) ?? key)
          : () => Readable.from([bytes]);
      return { ...document, open };
    });
  }
}

/** Contact points that may be used for notices: the 18-month rule, each by itself (eForvaltningsforskriften § 32). */
function notifiable(facts: RecipientFacts, now: Date): DepositOrder['notifiable'] {
  if (facts.kind !== 'person') return {};
  const { email, mobile } = facts.contact;
  return { ...(isFresh(email, now) ? { email } : {}), ...(isFresh(mobile, now) ? { mobile } : {}) };
}
