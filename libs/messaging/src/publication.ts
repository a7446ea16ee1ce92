/** A message for the broker. */
export interface Publication {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly contentType: string;
  /** Unique: a returned message is recognised by it, and consumers recognise a repeat. */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  /** More routing keys that get a copy (the broker's CC header). */
  readonly cc?: readonly string[];
  readonly contentEncoding?: string;
  readonly correlationId?: string;
  readonly type?: string;
  readonly appId?: string;
  /** The AMQP user that publishes; the broker closes the channel when it is another than the connection's. */
  readonly userId?: string;
}
