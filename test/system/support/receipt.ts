import { CloudEvent } from 'cloudevents';
import type { ConsumeMessage } from 'amqplib';

/** A receipt as a subscriber sees it (contract 5). */
export interface Receipt {
  readonly id: string;
  readonly source: string;
  /** The short word: `delivered`. */
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly sequence?: string;
  readonly data: ReceiptData;
  readonly routingKey: string;
}

interface ReceiptData {
  readonly letterId: string;
  readonly conversationId?: string;
  readonly reference?: string;
  readonly channel?: string;
  readonly status: string;
  readonly reason?: { readonly code: string; readonly text: string };
  readonly rule?: string;
  readonly evidence?: readonly { readonly register: string; readonly what: string; readonly at: string }[];
  readonly details?: { readonly errors?: readonly { readonly field: string; readonly code: string }[] };
}

const TYPE = /^no\.meldingsformidler\.letter\.([a-z-]+)\.v1$/;

/** Throws for anything that is not a CloudEvent of contract 5: judged by the CloudEvents SDK, not by our own code. */
export function readReceipt(message: ConsumeMessage): Receipt {
  const contentType: unknown = message.properties.contentType;
  if (contentType !== 'application/cloudevents+json') throw new Error(`content-type is ${String(contentType)}`);
  const event = JSON.parse(message.content.toString('utf8')) as Receipt & { readonly specversion: string };
  new CloudEvent<ReceiptData>({ ...event }, true).validate();
  const type = TYPE.exec(event.type)?.[1];
  if (type === undefined) throw new Error(`type is ${event.type}`);
  if (event.sequence !== undefined && !/^\d{4,}$/.test(event.sequence)) throw new Error('sequence is not zero-padded');
  if (event.subject !== event.data.letterId) throw new Error('subject is not the letterId');
  return { ...event, type, routingKey: message.fields.routingKey };
}

/** Each once, in order; what has no sequence comes last. */
export function inSequence(receipts: readonly Receipt[]): readonly Receipt[] {
  const once = new Map(receipts.map((receipt) => [receipt.id, receipt]));
  return [...once.values()].sort((a, b) => (a.sequence ?? '~').localeCompare(b.sequence ?? '~'));
}
