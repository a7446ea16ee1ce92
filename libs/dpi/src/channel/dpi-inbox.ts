import { createHash } from 'node:crypto';
import type { ReceiptInbox } from '#channels/channel.port.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { IncomingMessage } from '../corner2/corner2.client.js';
import { verifyJws } from '../jws/sbd-jws.verifier.js';
import { readSbd } from '../sbd/sbd.reader.js';
import type { DpiParts } from './dpi-parts.js';
import { DPI_SCOPE } from './dpi-parts.js';
import type { DpiProfile } from './dpi-profile.js';
import { toReceiptEvent } from './receipt-mapping.js';

const MAX_PAGE = 1000;
/**
 * In front of the id of a receipt that does not hold: ids decide what is a repeat, and a forged receipt must not be able
 * to take the id of the true one.
 */
const UNVERIFIED = 'unverified:';

/**
 * Receipts at the access point. Fetched with the signer's own token, without delegation: the queue belongs to whoever
 * signed the letters (DPI reference 1.4). A receipt counts only when the mailbox provider itself has signed it.
 */
export class DpiInbox implements ReceiptInbox {
  readonly scope = 'per-signer';

  constructor(
    private readonly profile: DpiProfile,
    private readonly parts: DpiParts,
  ) {}

  async fetch(
    request: { readonly signer: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Result<readonly ProviderReceipt[], Failure>> {
    const token = await this.token(request.signer, signal);
    if (!token.ok) return token;
    const messages = await this.parts.client.incoming(Math.min(request.limit, MAX_PAGE), token.value, signal);
    if (messages.ok) return ok(messages.value.map((message) => this.toReceipt(message)));
    if (messages.error.code === 'DPI_TOKEN_REFUSED') this.parts.tokens.forget(token.value);
    return messages;
  }

  async confirm(
    request: { readonly signer: string; readonly receipt: ProviderReceipt },
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    const token = await this.token(request.signer, signal);
    if (!token.ok) return err(token.error);
    return this.parts.client.markRead(request.receipt.sourceId.replace(UNVERIFIED, ''), token.value, signal);
  }

  private token(signer: string, signal: AbortSignal): Promise<Result<string, Failure>> {
    return this.parts.tokens.token({ scope: DPI_SCOPE, signer }, signal);
  }

  private toReceipt(message: IncomingMessage): ProviderReceipt {
    const verified = verifyJws(message.jws, this.parts.trust, this.parts.clock.now());
    if (!verified.ok) return quarantined(message, verified.error, 'the signature or its certificate does not hold');
    const read = readSbd(verified.value.payload);
    if (!read.ok)
      return quarantined(
        message,
        'RECEIPT_UNREADABLE',
        read.error.map(({ path, rule }) => `${path} ${rule}`).join('; '),
      );
    const sbd = read.value;
    if (sbd.type === 'digital')
      return quarantined(message, 'NOT_A_RECEIPT', 'the access point delivered a letter instead of a receipt');
    const { organisationNumber } = verified.value.signer;
    if (organisationNumber !== this.profile.provider || sbd.from !== this.profile.provider) {
      return quarantined(message, 'RECEIPT_OF_ANOTHER', 'it is not signed by the mailbox provider it should come from');
    }
    return {
      kind: 'receipt',
      sourceId: sbd.messageId,
      raw: Buffer.from(message.jws, 'utf8'),
      rawMediaType: 'application/jose',
      match: { conversationId: sbd.conversationId },
      event: toReceiptEvent(sbd.type, sbd.body, this.profile.faults),
    };
  }
}

function quarantined(message: IncomingMessage, code: string, why: string): ProviderReceipt {
  const id = message.downloadId ?? `sha256-${createHash('sha256').update(message.jws).digest('hex')}`;
  return {
    kind: 'quarantined',
    sourceId: UNVERIFIED + id,
    raw: Buffer.from(message.jws, 'utf8'),
    rawMediaType: 'application/jose',
    reason: { code, text: `The receipt was set aside: ${why}.` },
  };
}
