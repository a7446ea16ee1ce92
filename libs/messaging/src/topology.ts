/**
 * Everything that must exist in the broker, as one value (contract 3): it is asserted at start, exported as
 * config/rabbitmq/definitions.json and compared with both in the tests, so there is no second truth.
 *
 * Why these arguments. Letters wait in quorum queues that refuse a publish rather than drop one (`reject-publish`), and
 * dead-letter at least once, which RabbitMQ grants only together with that overflow. The delivery limit is the last net
 * under a message that kills its consumer: retries are rows in the database, not requeues. `mf.dead` is a fanout, so
 * that a dead message keeps its routing key for the replay and still always has somewhere to go. The dead queue has no
 * delivery limit: an operator may look at a message as often as needed. Receipt queues have no length limit: a
 * subscriber that is away for a month must not stop the receipts of all the others.
 */
export interface Topology {
  readonly prefix: string;
  readonly exchanges: readonly TopologyExchange[];
  readonly queues: readonly TopologyQueue[];
  readonly bindings: readonly TopologyBinding[];
}

export interface TopologyExchange {
  readonly name: string;
  readonly type: 'topic' | 'fanout';
}

export interface TopologyQueue {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

export interface TopologyBinding {
  readonly exchange: string;
  readonly queue: string;
  readonly routingKey: string;
}

/** The names, for those who publish and consume. */
export interface TopologyNames {
  readonly letters: string;
  readonly inbound: string;
  readonly inboundPriority: string;
  readonly receipts: string;
  readonly receiptLog: string;
  readonly dead: string;
  readonly deadLetters: string;
}

const DELIVERY_LIMIT = 20;
const DEAD_LETTER_DAYS = 14;
const RECEIPT_LOG_AGE = '7D';

export function topologyNames(prefix: string): TopologyNames {
  return {
    letters: `${prefix}letters`,
    inbound: `${prefix}letters.inbound`,
    inboundPriority: `${prefix}letters.inbound.priority`,
    receipts: `${prefix}receipts`,
    receiptLog: `${prefix}receipts.log`,
    dead: `${prefix}dead`,
    deadLetters: `${prefix}letters.dead`,
  };
}

/** The queue that one sender or supplier reads its receipts from. */
export function receiptQueue(prefix: string, organisationNumber: string): string {
  return `${prefix}receipts.${organisationNumber}`;
}

/** `prefix` with its dot; `organisations`: everyone who gets receipts, senders and suppliers. */
export function topologyFor(prefix: string, organisations: readonly string[]): Topology {
  const names = topologyNames(prefix);
  const inbound = {
    'x-queue-type': 'quorum',
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-overflow': 'reject-publish',
    'x-dead-letter-exchange': names.dead,
    'x-dead-letter-strategy': 'at-least-once',
  };
  const receiptQueues = organisations.map((organisation) => ({
    organisation,
    name: receiptQueue(prefix, organisation),
  }));
  return {
    prefix,
    exchanges: [
      { name: names.letters, type: 'topic' },
      { name: names.receipts, type: 'topic' },
      { name: names.dead, type: 'fanout' },
    ],
    queues: [
      { name: names.inbound, arguments: inbound },
      { name: names.inboundPriority, arguments: inbound },
      {
        name: names.deadLetters,
        arguments: { 'x-queue-type': 'quorum', 'x-message-ttl': DEAD_LETTER_DAYS * 24 * 60 * 60 * 1000 },
      },
      { name: names.receiptLog, arguments: { 'x-queue-type': 'stream', 'x-max-age': RECEIPT_LOG_AGE } },
      ...receiptQueues.map(({ name }) => ({ name, arguments: { 'x-queue-type': 'quorum' } })),
    ],
    bindings: [
      { exchange: names.dead, queue: names.deadLetters, routingKey: '' },
      { exchange: names.letters, queue: names.inbound, routingKey: 'letter.*' },
      { exchange: names.letters, queue: names.inbound, routingKey: 'cancel.*' },
      { exchange: names.letters, queue: names.inboundPriority, routingKey: 'letter.*.priority' },
      { exchange: names.receipts, queue: names.receiptLog, routingKey: 'receipt.#' },
      ...receiptQueues.map(({ organisation, name }) => ({
        exchange: names.receipts,
        queue: name,
        routingKey: `receipt.${organisation}.#`,
      })),
    ],
  };
}
