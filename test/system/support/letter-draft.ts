import { createHash, randomUUID } from 'node:crypto';
import { syntheticPdf } from '#channels/testing/synthetic-pdf.js';

/** A letter ready to publish, and what identifies it wherever it arrives. */
export interface LetterDraft {
  readonly letterId: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly message: Readonly<Record<string, unknown>>;
  /** Hex, in the order of the documents. */
  readonly digests: readonly string[];
}

export const STATE_SENDER = '313000001';
export const MUNICIPAL_SENDER = '313001008';

/** Of docs/sandbox-persons.md. */
export const RECIPIENTS = {
  digipost: { personIdentifier: '20914695016' },
  eboks: { personIdentifier: '04837910191' },
  reserved: { personIdentifier: '15876120310' },
  withoutMailbox: { personIdentifier: '17859011284' },
  company: { organisationNumber: '311000101' },
  address: {
    postalAddress: { name: 'Nysgjerrig Nise', lines: ['Kartverksgata 25'], postalCode: '3511', city: 'HØNEFOSS' },
  },
} as const;

/** A valid letter with a document that is like no other; `changes` replace top-level fields of the message. */
export function draftLetter(changes: Readonly<Record<string, unknown>> = {}, sender = STATE_SENDER): LetterDraft {
  const letterId = randomUUID();
  const pdf = syntheticPdf(`Vedtak ${letterId}`);
  const message = {
    letterId,
    sender: { organisationNumber: sender },
    recipient: RECIPIENTS.digipost,
    reference: `sak ${letterId.slice(0, 8)}`,
    legalEffect: 'decision',
    securityLevel: 4,
    title: 'Vedtak i saken din',
    documents: [
      {
        title: 'Vedtak',
        fileName: 'vedtak.pdf',
        mediaType: 'application/pdf',
        content: { base64: pdf.toString('base64') },
      },
    ],
    ...changes,
  };
  return {
    letterId,
    routingKey: `letter.${sender}`,
    body: Buffer.from(JSON.stringify(message)),
    message,
    digests: [sha256(pdf)],
  };
}

/** As the archive of a body would send on a busy day: every channel, in turn. */
export function mixedLetters(count: number): readonly LetterDraft[] {
  const kinds = [
    () => draftLetter({ recipient: RECIPIENTS.digipost }),
    () => draftLetter({ recipient: RECIPIENTS.eboks }),
    () => draftLetter({ recipient: RECIPIENTS.withoutMailbox }, MUNICIPAL_SENDER),
    () => draftLetter({ recipient: RECIPIENTS.address, legalEffect: 'information' }),
  ];
  return Array.from({ length: count }, (_, index) => (kinds[index % kinds.length] ?? draftLetter)());
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
