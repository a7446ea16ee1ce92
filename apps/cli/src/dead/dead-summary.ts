import type { DeadMessage } from '#messaging/dead-message.js';

/** What a dead message is called and why it is there; never its bytes. */
export function deadSummary(message: DeadMessage): Readonly<Record<string, string | number | null>> {
  return {
    position: message.position,
    id: message.id ?? null,
    reason: message.reason,
    text: message.text ?? null,
    receivedAt: message.receivedAt ?? null,
    routingKey: message.routingKey,
    userId: message.userId ?? null,
    contentType: message.contentType ?? null,
    bytes: message.body.length,
  };
}
