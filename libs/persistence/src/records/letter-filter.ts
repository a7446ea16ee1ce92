import type { ChannelId } from '#domain/channel-id.js';
import type { LetterState } from '#domain/letter-state.js';

/** Newest first. `before` is the `receivedAt` and `id` of the last letter of the page before. */
export interface LetterFilter {
  readonly state?: LetterState;
  readonly channel?: ChannelId;
  readonly sender?: string;
  readonly before?: { readonly receivedAt: Date; readonly id: string };
  readonly limit: number;
}
