import { createHmac, randomUUID, sign } from 'node:crypto';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { organisationIdentifier, sbdHeader } from '../sbd/sbd-header.js';
import type { ReceiptType } from '../sbd/sbd-type.js';

/** What a test wants to be different; everything else is a delivery receipt as Digipost writes it. */
export interface ReceiptWishes {
  readonly type?: ReceiptType;
  readonly messageId?: string;
  readonly conversationId?: string;
  /** SBDH sender and body avsender; default the signer. */
  readonly from?: string;
  readonly issuer?: string;
  /** SBDH receiver: who sent the letter; default 313000001. */
  readonly to?: string;
  /** Body mottaker: whose letter it is; default `to`. */
  readonly owner?: string;
  readonly at?: Date;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly algorithm?: 'RS256' | 'RS512' | 'HS256' | 'none';
}

export function receiptSbd(signer: string, wishes: ReceiptWishes = {}): object {
  const {
    type = 'leveringskvittering',
    to = '313000001',
    from = signer,
    at = new Date('2026-03-02T10:00:00Z'),
  } = wishes;
  return {
    standardBusinessDocument: {
      standardBusinessDocumentHeader: sbdHeader({
        messageId: wishes.messageId ?? randomUUID(),
        conversationId: wishes.conversationId ?? randomUUID(),
        type,
        process: 'digital',
        from,
        to,
        at,
      }),
      [type]: {
        avsender: { virksomhetsidentifikator: organisationIdentifier(wishes.issuer ?? from) },
        mottaker: { virksomhetsidentifikator: organisationIdentifier(wishes.owner ?? to) },
        tidspunkt: at.toISOString(),
        ...wishes.more,
      },
    },
  };
}

export function aReceipt(signer: SigningIdentity, wishes: ReceiptWishes = {}): string {
  return aJws(signer, JSON.stringify(receiptSbd(signer.organisationNumber, wishes)), wishes.algorithm);
}

/** Any payload under any algorithm, also those that no one may use. */
export function aJws(
  signer: SigningIdentity,
  payload: string,
  algorithm: NonNullable<ReceiptWishes['algorithm']> = 'RS512',
): string {
  const [leaf = ''] = signer.certificateChain;
  const x5c = [leaf.replace(/-----[^-]+-----|\s/g, '')];
  const input = [JSON.stringify({ x5c, alg: algorithm }), payload]
    .map((part) => Buffer.from(part, 'utf8').toString('base64url'))
    .join('.');
  return `${input}.${SIGNATURES[algorithm](Buffer.from(input), signer.privateKey).toString('base64url')}`;
}

const SIGNATURES: Readonly<Record<NonNullable<ReceiptWishes['algorithm']>, (input: Buffer, key: string) => Buffer>> = {
  RS256: (input, key) => sign('RSA-SHA256', input, key),
  RS512: (input, key) => sign('RSA-SHA512', input, key),
  // As the old attack: the public half, which everybody has, as the secret.
  HS256: (input, key) => createHmac('sha256', key).update(input).digest(),
  none: () => Buffer.from('none'),
};
