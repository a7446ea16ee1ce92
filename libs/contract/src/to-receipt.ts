import type { ReceiptCloudEvent, ReceiptSource } from './receipt.js';

export interface Receipt {
  readonly cloudEvent: ReceiptCloudEvent;
  readonly routingKey: string;
  /** Further routing keys for the broker's CC header: the supplier's copy. */
  readonly cc?: readonly string[];
}

const SEQUENCE_DIGITS = 10;

/** One event as its receipt (contract 5): pure, so that the same event always gives the same bytes. */
export function toReceipt(event: ReceiptSource): Receipt {
  const { channel, reason, rule, evidence, details } = event.data;
  const cloudEvent: ReceiptCloudEvent = {
    specversion: '1.0',
    id: event.id,
    source: `/gateway/${event.sender}`,
    type: `no.meldingsformidler.letter.${event.type}.v1`,
    subject: event.letterId,
    time: event.at.toISOString(),
    datacontenttype: 'application/json',
    ...(event.sequence === undefined ? {} : { sequence: String(event.sequence).padStart(SEQUENCE_DIGITS, '0') }),
    data: {
      letterId: event.letterId,
      ...(event.conversationId === undefined ? {} : { conversationId: event.conversationId }),
      ...(event.reference === undefined ? {} : { reference: event.reference }),
      ...(channel === undefined ? {} : { channel }),
      status: event.statusAfter,
      ...(reason === undefined ? {} : { reason }),
      ...(rule === undefined ? {} : { rule }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(details === undefined ? {} : { details }),
    },
  };
  return {
    cloudEvent,
    routingKey: `receipt.${event.sender}.${event.type}`,
    ...(event.supplier === undefined ? {} : { cc: [`receipt.${event.supplier}.${event.type}`] }),
  };
}
