import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { systemClock } from '#domain/clock.js';
import type { Letter } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { Recipient } from '#domain/recipient.js';
import type { DepositOrder, DepositTarget, OrderDocument } from '../deposit-order.js';
import { syntheticPdf } from './synthetic-pdf.js';

/** A synthetic person (Tenor form, valid check digits) for letters that no register is asked about. */
export const TEST_PERSON = '20914695016';
export const TEST_ORGANISATION = '313000001';
const TEST_RETURN_ADDRESS: PostalAddress = {
  name: 'Prøvedirektoratet',
  lines: ['Postboks 1'],
  postalCode: '0030',
  city: 'OSLO',
};

/** What a test wants to be different; everything else is a plain letter that any channel takes. */
export interface OrderWishes {
  readonly depositId?: string;
  readonly conversationId?: string;
  readonly target: DepositTarget;
  readonly sender?: string;
  readonly documents?: readonly OrderDocument[];
  readonly letter?: Partial<Letter>;
  readonly notifiable?: DepositOrder['notifiable'];
  readonly readDeadlineWorkingDays?: number;
  readonly at?: Date;
}

export function anOrder(wishes: OrderWishes): DepositOrder {
  const conversationId = wishes.conversationId ?? randomUUID();
  const documents = wishes.documents ?? [aDocument({ text: conversationId })];
  const sender = wishes.sender ?? TEST_ORGANISATION;
  return {
    depositId: wishes.depositId ?? randomUUID(),
    conversationId,
    letter: aLetter({ conversationId, sender, documents, recipient: recipientOf(wishes.target) }, wishes.letter),
    documents,
    target: wishes.target,
    sender: { organisationNumber: sender, name: 'Prøvedirektoratet', returnAddress: TEST_RETURN_ADDRESS },
    notifiable: wishes.notifiable ?? {},
    ...(wishes.readDeadlineWorkingDays === undefined
      ? {}
      : { readDeadlineWorkingDays: wishes.readDeadlineWorkingDays }),
    at: wishes.at ?? systemClock.now(),
  };
}

export interface DocumentWishes {
  readonly text?: string;
  readonly fileName?: string;
  readonly mediaType?: string;
  readonly bytes?: Buffer;
  /** Says this many bytes without having them: for limits that must be checked before anything is read. */
  readonly claimedSize?: number;
  readonly onOpen?: () => void;
}

export function aDocument(wishes: DocumentWishes = {}): OrderDocument {
  const bytes = wishes.bytes ?? syntheticPdf(wishes.text ?? 'Vedtak');
  return {
    title: 'Vedtak',
    fileName: wishes.fileName ?? 'vedtak.pdf',
    mediaType: wishes.mediaType ?? 'application/pdf',
    size: wishes.claimedSize ?? bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    documentId: randomUUID(),
    open: () => {
      wishes.onOpen?.();
      return Readable.from([bytes]);
    },
  };
}

function aLetter(
  base: Pick<Letter, 'conversationId' | 'recipient'> & { sender: string; documents: readonly OrderDocument[] },
  wishes: Partial<Letter> = {},
): Letter {
  return {
    letterId: base.conversationId,
    sender: { organisationNumber: base.sender },
    recipient: base.recipient,
    conversationId: base.conversationId,
    legalEffect: 'decision',
    securityLevel: 4,
    title: 'Vedtak om prøve',
    language: 'nb',
    documents: base.documents.map(({ open: _open, ...document }) => document),
    openReceipt: false,
    notification: {},
    delivery: { digitalOnly: false },
    print: { colour: 'black-and-white', postage: 'B', duplex: true, undeliverable: 'return' },
    priority: 'normal',
    ...wishes,
  };
}

function recipientOf(target: DepositTarget): Recipient {
  switch (target.kind) {
    case 'mailbox':
      return { kind: 'person', personIdentifier: TEST_PERSON };
    case 'person':
      return { kind: 'person', personIdentifier: target.personIdentifier };
    case 'organisation':
      return { kind: 'organisation', organisationNumber: target.organisationNumber };
    case 'postal':
      return { kind: 'address', postalAddress: target.address };
  }
}
