import { randomUUID } from 'node:crypto';
import type { ConsumeMessage } from 'amqplib';
import type { ConfirmedPublisher } from './confirmed-publisher.js';
import type { DeadLetter } from './dead-letter.js';
import { PublishError } from './publish-error.js';
import { topologyNames } from './topology.js';

/**
 * Moves a message to the dead queue: the original bytes and properties, for a replay, and in headers why and when. The
 * message id is our own, since the original's may be missing or used twice, and the original's user id goes into a
 * header, since the broker closes the channel of one who publishes under another's name.
 */
export class DeadLetterPublisher {
  private readonly exchange: string;

  constructor(
    private readonly publisher: ConfirmedPublisher,
    prefix: string,
  ) {
    this.exchange = topologyNames(prefix).dead;
  }

  /** Resolves when the broker has it; rejects with PublishError, and then the message must not be acknowledged. */
  async publish(message: ConsumeMessage, why: DeadLetter, receivedAt: Date): Promise<void> {
    const { properties, fields } = message;
    const own = {
      'x-mf-reason': why.reason,
      'x-mf-reason-text': why.message,
      ...header('x-mf-message-id', properties.messageId),
      ...header('x-mf-user-id', properties.userId),
      'x-mf-received-at': receivedAt.toISOString(),
    };
    const publication = {
      exchange: this.exchange,
      routingKey: fields.routingKey,
      body: message.content,
      contentType: text(properties.contentType) ?? 'application/octet-stream',
      messageId: randomUUID(),
      ...property('contentEncoding', properties.contentEncoding),
      ...property('correlationId', properties.correlationId),
      ...property('type', properties.type),
      ...property('appId', properties.appId),
    };
    try {
      await this.publisher.publish({ ...publication, headers: { ...properties.headers, ...own } });
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== 'NOT_SENDABLE') throw error;
      // The sender's headers fill what AMQP can carry, so ours do not fit beside them: ours are what matters.
      await this.publisher.publish({ ...publication, headers: own });
    }
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function header(name: string, value: unknown): Record<string, string> {
  const known = text(value);
  return known === undefined ? {} : { [name]: known };
}

function property<Name extends 'contentEncoding' | 'correlationId' | 'type' | 'appId'>(
  name: Name,
  value: unknown,
): Partial<Record<Name, string>> {
  const known = text(value);
  return (known === undefined ? {} : { [name]: known }) as Partial<Record<Name, string>>;
}
