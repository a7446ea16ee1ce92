import type { Channel } from 'amqplib';
import { TopologyConflict } from './topology-conflict.js';
import type { Topology } from './topology.js';

const PRECONDITION_FAILED = 406;

/**
 * Declares everything that is missing; what exists as declared is left alone, so it may run at every start and after
 * every lost channel. Throws TopologyConflict when something exists otherwise (the broker then closes the channel).
 */
export async function assertTopology(channel: Channel, topology: Topology): Promise<void> {
  for (const exchange of topology.exchanges) {
    await explained('exchange', exchange.name, channel.assertExchange(exchange.name, exchange.type, { durable: true }));
  }
  for (const queue of topology.queues) {
    const declared = channel.assertQueue(queue.name, { durable: true, arguments: { ...queue.arguments } });
    await explained('queue', queue.name, declared);
  }
  for (const binding of topology.bindings) {
    await channel.bindQueue(binding.queue, binding.exchange, binding.routingKey);
  }
}

async function explained(kind: 'exchange' | 'queue', name: string, declared: Promise<unknown>): Promise<void> {
  try {
    await declared;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === PRECONDITION_FAILED) {
      throw new TopologyConflict(kind, name, error.message);
    }
    throw error;
  }
}
