import type { Publication } from './publication.js';

/** One message of the dead queue (contract 3), as operators look at it. */
export interface DeadMessage {
  /** From 1, oldest first; changes when an older one leaves the queue. */
  readonly position: number;
  /** The original's message id; absent when it had none, and not always unique. */
  readonly id: string | undefined;
  /** A DeadReason, or what the broker says of a message that it moved itself (`delivery_limit`, `rejected` …). */
  readonly reason: string;
  readonly text: string | undefined;
  /** RFC 3339, when the gateway got it. */
  readonly receivedAt: string | undefined;
  readonly routingKey: string;
  readonly contentType: string | undefined;
  /** The AMQP user who published it, as the broker checked it. */
  readonly userId: string | undefined;
  /** The sender's own headers, without those that tell of the death. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The other properties it was published with. */
  readonly properties: Pick<Publication, 'contentEncoding' | 'correlationId' | 'type' | 'appId'>;
  /** The original bytes: personal data, never to be logged. */
  readonly body: Buffer;
  /** What the broker calls it while this browser is open. */
  readonly deliveryTag: number;
}
