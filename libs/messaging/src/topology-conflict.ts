/**
 * The broker has an exchange or queue of that name with other properties (406 PRECONDITION_FAILED). Nothing can be done
 * about it by trying again: an operator moves the messages and deletes the object, or chooses another AMQP_PREFIX.
 */
export class TopologyConflict extends Error {
  readonly code = 'TOPOLOGY_CONFLICT';

  constructor(
    readonly kind: 'exchange' | 'queue',
    readonly object: string,
    brokerText: string,
  ) {
    super(
      `The ${kind} ${object} exists in the broker with other properties than this version declares: ${differenceIn(brokerText)}. ` +
        `Empty it, delete it and start again, or choose another AMQP_PREFIX. Nothing was changed.`,
    );
    this.name = 'TopologyConflict';
  }
}

/** RabbitMQ says `… PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received … but current is …`. */
function differenceIn(text: string): string {
  return /inequivalent arg '[^']+'|PRECONDITION_FAILED/.exec(text)?.[0] === 'PRECONDITION_FAILED'
    ? text
    : text.replace(/^.*(inequivalent arg)/s, '$1').replace(/"\s*$/, '');
}
