import type { ProviderReceipt, ReceiptEvent } from '#channels/provider-receipt.js';
import { fromIso6523 } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import { contentId, type InboxItem } from '../corner2/inbox-item.js';
import { verifyJws, type JwsProblem } from '../jws/sbd-jws.verifier.js';
import { isReceipt, readSbd, type ReadReceipt } from '../sbd/sbd.reader.js';
import type { DpiParts } from './dpi-parts.js';
import type { DpiProfile } from './dpi-profile.js';
import { toReceiptEvent } from './receipt-mapping.js';

/**
 * Which receipts are believed. A receipt changes what a public body believes about a legal letter, so it must come from
 * the provider that has the letter and be meant for us; everything else is set aside under a name, with its bytes.
 *
 * The certificate is judged by the time at which we read the receipt, not by the time that the receipt states: nobody
 * but the signer vouches for the latter, and whoever holds the key of an expired or withdrawn certificate could date
 * receipts back to when it was good. The price is a receipt that lay unread until its certificate ran out; it is then in
 * quarantine, where an operator finds it. The stated time itself is taken as it is, unless it lies in the future by more
 * than clocks differ: then the letter was not delivered later than it was told, and our own time stands.
 */
const MOST_SKEW_MS = 5 * 60_000;
/**
 * In front of the id of a receipt that does not hold: ids decide what is a repeat, and a forged receipt must not be able
 * to take the id of the true one. Its bytes are its id.
 */
const UNVERIFIED = 'unverified:';

interface Doubt {
  readonly code: string;
  readonly why: string;
}

export class DpiReceiptReader {
  constructor(
    private readonly profile: DpiProfile,
    private readonly parts: Pick<DpiParts, 'certificates' | 'clock'>,
  ) {}

  /**
   * `signer`: whose queue it lay in, nine digits. Undefined when it cannot be judged now, because nobody tells whether
   * its certificate is revoked: it must stay where it is. Rejects by `signal` alone, never for what an item holds.
   */
  async read(item: InboxItem, signer: string, signal: AbortSignal): Promise<ProviderReceipt | undefined> {
    const believed =
      item.kind === 'broken' ? err(doubt('INBOX_ITEM_UNREADABLE')) : await this.believe(item.jws, signer, signal);
    if (!believed.ok)
      return believed.error.code === 'REVOCATION_UNKNOWN' ? undefined : quarantined(item, believed.error);
    const { messageId, conversationId, type, body } = believed.value;
    return {
      kind: 'receipt',
      sourceId: messageId,
      ...handleOf(item),
      raw: item.raw,
      rawMediaType: 'application/jose',
      match: { conversationId },
      event: this.inOurTime(toReceiptEvent({ type, body, messageId }, this.profile)),
      repeat: 'same-bytes',
    };
  }

  private async believe(jws: string, reader: string, signal: AbortSignal): Promise<Result<ReadReceipt, Doubt>> {
    const verified = await verifyJws(jws, this.parts.certificates, this.parts.clock.now(), signal);
    if (!verified.ok) return err(unsigned(verified.error));
    const read = readSbd(verified.value.payload);
    if (!read.ok) return err({ code: 'RECEIPT_UNREADABLE', why: shown(read.error) });
    const sbd = read.value;
    if (!isReceipt(sbd)) return err(doubt('NOT_A_RECEIPT'));
    const { organisationNumber: signer } = verified.value.signer;
    if (signer !== this.profile.provider) return err(doubt('RECEIPT_OF_ANOTHER'));
    if (sbd.from !== signer) return err(doubt('RECEIPT_SENDER_NOT_SIGNER'));
    if (!names(sbd.body.avsender, [signer, organisationOf(sbd.body.mottaker)]))
      return err(doubt('RECEIPT_ISSUER_DIFFERS'));
    return sbd.to === reader ? ok(sbd) : err(doubt('RECEIPT_FOR_ANOTHER'));
  }

  private inOurTime(event: ReceiptEvent): ReceiptEvent {
    const now = this.parts.clock.now();
    if (event.at.getTime() <= now.getTime() + MOST_SKEW_MS) return event;
    return { ...event, at: now, details: { ...event.details, statedAt: event.at.toISOString() } };
  }
}

/** Why a receipt is not believed, by the code that it is set aside under. */
const WHY = {
  INBOX_ITEM_UNREADABLE: 'the access point listed something without a message',
  NOT_A_RECEIPT: 'the access point delivered a letter instead of a receipt',
  RECEIPT_OF_ANOTHER: 'it is not signed by the provider that it should come from',
  RECEIPT_SENDER_NOT_SIGNER: 'its header names another sender than the one who signed it',
  // Reference, appendix A 7: `avsender` is the provider; the prose has the letter's own sender there, who is `mottaker`.
  RECEIPT_ISSUER_DIFFERS: 'its body names an avsender who is neither the provider nor the one it is for',
  RECEIPT_FOR_ANOTHER: 'it is addressed to another organisation than the one whose queue it lay in',
} as const;

function doubt(code: keyof typeof WHY): Doubt {
  return { code, why: WHY[code] };
}

function unsigned(code: JwsProblem): Doubt {
  return { code, why: 'the signature or its certificate does not hold' };
}

function shown(problems: readonly { readonly path: string; readonly rule: string }[]): string {
  return problems
    .slice(0, 5)
    .map(({ path, rule }) => `${path} ${rule}`)
    .join('; ');
}

type Organisation = ReadReceipt['body']['mottaker'];

function organisationOf({ virksomhetsidentifikator }: Pick<Organisation, 'virksomhetsidentifikator'>): string {
  return fromIso6523(virksomhetsidentifikator.value) ?? '';
}

function names(party: Pick<Organisation, 'virksomhetsidentifikator'>, allowed: readonly string[]): boolean {
  return allowed.includes(organisationOf(party));
}

function handleOf({ downloadId }: InboxItem): { readonly handle?: string } {
  return downloadId === undefined ? {} : { handle: downloadId };
}

function quarantined(item: InboxItem, { code, why }: Doubt): ProviderReceipt {
  return {
    kind: 'quarantined',
    sourceId: UNVERIFIED + contentId(item.raw),
    ...handleOf(item),
    raw: item.raw,
    rawMediaType: item.kind === 'broken' ? 'application/json' : 'application/jose',
    reason: { code, text: `The receipt was set aside: ${why}.` },
  };
}
