import { RECEIPT_CONTENT_TYPE } from '#contract/receipt.js';
import { toReceipt } from '#contract/to-receipt.js';
import type { Publication } from '#messaging/publication.js';
import type { OutboxEvent } from '#persistence/records/outbox-event.js';

export interface RelayOutcome {
  /** Positions that the broker has, and that nothing before them in their letter holds back. */
  readonly published: readonly string[];
  /** The events that the broker has not taken, with why. */
  readonly failed: readonly { readonly event: OutboxEvent; readonly error: unknown }[];
}

/**
 * Publishes events in their order, all at once on one channel, which keeps the order on the wire. When one is not
 * confirmed, the later ones of the same letter count as not published either, though the broker may have them: they are
 * then sent again behind it, and the subscriber ends with the right order and duplicates that it knows by their id.
 */
export async function relayBatch(
  events: readonly OutboxEvent[],
  exchange: string,
  publish: (publication: Publication) => Promise<void>,
): Promise<RelayOutcome> {
  const answers = await Promise.allSettled(events.map((event) => publish(toPublication(event, exchange))));
  const published: string[] = [];
  const failed: { event: OutboxEvent; error: unknown }[] = [];
  const heldBack = new Set<string>();
  events.forEach((event, index) => {
    const answer = answers[index];
    const letter = `${event.sender}/${event.letterId}`;
    if (answer?.status === 'rejected') {
      heldBack.add(letter);
      failed.push({ event, error: answer.reason });
    } else if (!heldBack.has(letter)) {
      published.push(event.position);
    }
  });
  return { published, failed };
}

function toPublication(event: OutboxEvent, exchange: string): Publication {
  const { cloudEvent, routingKey, cc } = toReceipt(event);
  return {
    exchange,
    routingKey,
    body: Buffer.from(JSON.stringify(cloudEvent)),
    contentType: RECEIPT_CONTENT_TYPE,
    messageId: event.id,
    ...(cc === undefined ? {} : { cc }),
  };
}
