import type { ChannelId } from '#domain/channel-id.js';
import type { LetterEventType, Reason } from '#domain/letter-event.js';

/** A provider's receipt as it was fetched: `{ ...providerReceipt, channel, receivedAt }`. */
export type IncomingReceipt = MatchableIncoming | QuarantinedIncoming;

interface IncomingBase {
  readonly channel: ChannelId;
  /** Unique within the channel. */
  readonly sourceId: string;
  readonly raw: Buffer;
  readonly rawMediaType: string;
  readonly receivedAt: Date;
}

export interface MatchableIncoming extends IncomingBase {
  readonly kind: 'receipt';
  readonly match: { readonly depositId?: string; readonly reference?: string; readonly conversationId?: string };
  readonly event: { readonly type: LetterEventType; readonly at: Date };
  /** Told again with other bytes under the same `sourceId` it is another receipt, and is quarantined. */
  readonly repeat?: 'same-bytes';
}

export interface QuarantinedIncoming extends IncomingBase {
  readonly kind: 'quarantined';
  readonly reason: Reason;
}
