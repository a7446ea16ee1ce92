import type { GetMessage } from 'amqplib';
import type { DeadMessage } from './dead-message.js';

/** Headers that death has added: ours, and the broker's own. */
const OF_DEATH = /^x-(mf-(reason|reason-text|message-id|user-id|received-at)|(first-|last-)?death.*|delivery-count)$/;

/** Pure: a message of the dead queue, put there by the gateway or, past the delivery limit, by the broker itself. */
export function readDeadMessage(message: GetMessage, position: number): DeadMessage {
  const { properties, fields, content } = message;
  const headers: Readonly<Record<string, unknown>> = properties.headers ?? {};
  return {
    position,
    // The broker moves a message as it is; the gateway gives it an id of its own and keeps the original's in a header.
    id:
      text(headers['x-mf-message-id']) ??
      (headers['x-mf-reason'] === undefined ? text(properties.messageId) : undefined),
    reason: text(headers['x-mf-reason']) ?? text(headers['x-first-death-reason']) ?? 'unknown',
    text: text(headers['x-mf-reason-text']),
    receivedAt: text(headers['x-mf-received-at']),
    routingKey: fields.routingKey,
    contentType: text(properties.contentType),
    userId: text(headers['x-mf-user-id']) ?? text(properties.userId),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_DEATH.test(name))),
    properties: {
      ...property('contentEncoding', properties.contentEncoding),
      ...property('correlationId', properties.correlationId),
      ...property('type', properties.type),
      ...property('appId', properties.appId),
    },
    body: content,
    deliveryTag: fields.deliveryTag,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function property<Name extends keyof DeadMessage['properties']>(
  name: Name,
  value: unknown,
): Partial<Record<Name, string>> {
  const known = text(value);
  return (known === undefined ? {} : { [name]: known }) as Partial<Record<Name, string>>;
}
