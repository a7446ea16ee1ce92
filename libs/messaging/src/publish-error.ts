/**
 * Why a publication is not known to be safe with the broker. `UNROUTABLE` and `REFUSED` certainly did not arrive; after
 * `TIMEOUT` and `CHANNEL_LOST` it may have, so it is published again and consumers know it by its message id.
 */
export type PublishErrorCode = 'UNROUTABLE' | 'REFUSED' | 'TIMEOUT' | 'CHANNEL_LOST' | 'CLOSED' | 'NOT_SENDABLE';

export class PublishError extends Error {
  constructor(
    readonly code: PublishErrorCode,
    text: string,
    options?: { cause?: unknown },
  ) {
    super(text, options);
    this.name = 'PublishError';
  }
}
