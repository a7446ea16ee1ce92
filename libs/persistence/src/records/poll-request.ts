import type { ChannelId } from '#domain/channel-id.js';
import type { ClaimRequest } from './claim-request.js';

export interface PollRequest extends ClaimRequest {
  readonly channels: readonly ChannelId[];
}
