import type { ConsumeMessage } from 'amqplib';
import type { LetterPriority } from '#domain/letter.js';

/**
 * What a handler may know of a delivery beside its body. It has no channel on purpose: only the transport acknowledges,
 * and only after the handler has returned, which is after the commit.
 */
export class DeliveryContext {
  readonly messageId: string | undefined;
  readonly routingKey: string;
  /** The publisher's user; the broker has checked it against the connection. */
  readonly userId: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** The broker has delivered it before; the handler may have committed then. */
  readonly redelivered: boolean;
  readonly priority: LetterPriority;
  /** The body as it came. */
  readonly raw: Buffer;

  constructor(
    message: ConsumeMessage,
    /** By the domain clock. */
    readonly receivedAt: Date,
  ) {
    const { properties, fields } = message;
    this.messageId = text(properties.messageId);
    this.routingKey = fields.routingKey;
    this.userId = text(properties.userId);
    this.headers = properties.headers ?? {};
    this.contentType = text(properties.contentType);
    this.contentEncoding = text(properties.contentEncoding);
    this.redelivered = fields.redelivered;
    this.priority = fields.routingKey.endsWith('.priority') ? 'priority' : 'normal';
    this.raw = message.content;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
