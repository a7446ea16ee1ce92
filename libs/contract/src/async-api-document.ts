import { LETTER_EVENT_TYPES } from '#domain/letter-event.js';
import { LETTER_STATES } from '#domain/letter-state.js';
import { letterJsonSchema } from './letter-json-schema.js';
import { RECEIPT_CONTENT_TYPE } from './receipt.js';

const SENDER = { description: 'Organisation number of the sender: the public body that the letter is from.' };

/** AsyncAPI 3.0 of the queues a sender sees (contract 3 to 5). `prefix` as in AMQP_PREFIX, dot included. */
export function asyncApiDocument(prefix = 'mf.'): Readonly<Record<string, unknown>> {
  const { $schema: _schema, $id: _id, ...letter } = letterJsonSchema();
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'meldingsformidler',
      version: '1.0.0',
      description: 'Letters in, receipts out. A letter is acknowledged only after it is committed.',
      license: { name: 'EUPL-1.2' },
    },
    defaultContentType: 'application/json',
    servers: { broker: { host: 'localhost:5672', protocol: 'amqp', protocolVersion: '0-9-1' } },
    channels: {
      letters: exchangeChannel(`${prefix}letters`, 'letter.{sender}', ['letter']),
      priorityLetters: exchangeChannel(`${prefix}letters`, 'letter.{sender}.priority', ['letter']),
      cancellations: exchangeChannel(`${prefix}letters`, 'cancel.{sender}', ['cancel']),
      receipts: {
        address: `${prefix}receipts.{sender}`,
        description: `Bound to exchange ${prefix}receipts with routing key receipt.<sender>.<type>; at least once, in order of sequence.`,
        parameters: { sender: SENDER },
        messages: { receipt: { $ref: '#/components/messages/receipt' } },
        bindings: { amqp: { is: 'queue', queue: { durable: true, exclusive: false, autoDelete: false } } },
      },
    },
    operations: {
      sendLetter: operation('send', 'letters', 'letter'),
      sendPriorityLetter: operation('send', 'priorityLetters', 'letter'),
      cancelLetter: operation('send', 'cancellations', 'cancel'),
      receiveReceipt: operation('receive', 'receipts', 'receipt'),
    },
    components: {
      messages: {
        letter: { name: 'letter', contentType: 'application/json', payload: inline(letter) },
        cancel: {
          name: 'cancel',
          contentType: 'application/json',
          payload: {
            type: 'object',
            properties: { letterId: { type: 'string', format: 'uuid' } },
            required: ['letterId'],
            additionalProperties: false,
          },
        },
        receipt: { name: 'receipt', contentType: RECEIPT_CONTENT_TYPE, payload: receiptSchema() },
      },
      schemas: inline(letter.$defs ?? {}),
    },
  };
}

function exchangeChannel(exchange: string, address: string, messages: readonly string[]): object {
  return {
    address,
    parameters: { sender: SENDER },
    messages: Object.fromEntries(messages.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: { amqp: { is: 'routingKey', exchange: { name: exchange, type: 'topic', durable: true } } },
  };
}

function operation(action: 'send' | 'receive', channel: string, message: string): object {
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    messages: [{ $ref: `#/channels/${channel}/messages/${message}` }],
  };
}

/** The schema's own `$defs` are AsyncAPI's `components.schemas`. */
function inline(schema: object): unknown {
  const { $defs: _defs, ...rest } = schema as { $defs?: unknown };
  return JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/'));
}

function receiptSchema(): object {
  const text = { type: 'string' };
  const uuid = { type: 'string', format: 'uuid' };
  const reason = { type: 'object', properties: { code: text, text }, required: ['code', 'text'] };
  const evidence = {
    type: 'object',
    properties: { register: text, what: text, at: { type: 'string', format: 'date-time' } },
  };
  return {
    type: 'object',
    properties: {
      specversion: { const: '1.0' },
      id: uuid,
      source: { type: 'string', pattern: '^/gateway/\\d{9}$' },
      type: { enum: LETTER_EVENT_TYPES.map((type) => `no.meldingsformidler.letter.${type}.v1`) },
      subject: uuid,
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { const: 'application/json' },
      sequence: { type: 'string', pattern: '^\\d{10}$' },
      data: {
        type: 'object',
        properties: {
          letterId: uuid,
          conversationId: uuid,
          reference: text,
          channel: text,
          status: { enum: LETTER_STATES },
          reason,
          rule: text,
          evidence: { type: 'array', items: evidence },
          details: { type: 'object' },
        },
        required: ['letterId', 'status'],
      },
    },
    required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'data'],
  };
}
