import { receiptQueue, topologyNames, type Topology } from './topology.js';

/**
 * The topology as RabbitMQ's own definitions file, with one least-privilege user per role, for installations where the
 * apps may not declare anything themselves. Users have no password: RabbitMQ refuses a log-in with an empty hash, so
 * an operator sets one (`rabbitmqctl change_password`) or uses certificates.
 */
export interface SenderAccess {
  readonly organisationNumber: string;
  /** Whose letters it may publish: its own, and for a supplier those of the senders that have delegated to it. */
  readonly sendsFor: readonly string[];
}

interface Permission {
  readonly user: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

const NOTHING = '^$';

/** `senders` get one user each, named `sender-<orgnr>`. */
export function toDefinitions(topology: Topology, senders: readonly SenderAccess[], vhost = '/'): object {
  const roles = [...serviceRoles(topology.prefix), ...senders.map((sender) => senderRole(topology.prefix, sender))];
  const letters = topologyNames(topology.prefix).letters;
  return {
    vhosts: [{ name: vhost }],
    users: roles.map(({ user }) => ({
      name: user,
      password_hash: '',
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: [],
    })),
    permissions: roles.map((permission) => ({ ...permission, vhost })),
    topic_permissions: senders.map((sender) => ({
      user: userOf(sender),
      vhost,
      exchange: letters,
      write: `^(letter|cancel)\\.(${sender.sendsFor.join('|')})(\\.priority)?$`,
      read: NOTHING,
    })),
    exchanges: topology.exchanges.map(({ name, type }) => ({
      name,
      vhost,
      type,
      durable: true,
      auto_delete: false,
      internal: false,
      arguments: {},
    })),
    queues: topology.queues.map((queue) => ({
      name: queue.name,
      vhost,
      durable: true,
      auto_delete: false,
      arguments: queue.arguments,
    })),
    bindings: topology.bindings.map((binding) => ({
      source: binding.exchange,
      vhost,
      destination: binding.queue,
      destination_type: 'queue',
      routing_key: binding.routingKey,
      arguments: {},
    })),
  };
}

/** The gateway reads letters and writes to the dead queue, the receipts app writes receipts, operators read the dead. */
function serviceRoles(prefix: string): readonly Permission[] {
  const names = topologyNames(prefix);
  const own = `^${literal(prefix)}`;
  return [
    {
      user: 'mf-gateway',
      configure: own,
      write:
        exactly(names.dead, names.deadLetters, names.inbound, names.inboundPriority, names.receiptLog) +
        `|${own}receipts\\.`,
      read: exactly(names.letters, names.receipts, names.dead, names.inbound, names.inboundPriority),
    },
    {
      user: 'mf-receipts',
      configure: own,
      write: exactly(names.receipts, names.deadLetters, names.inbound, names.inboundPriority) + `|${own}receipts\\.`,
      read: exactly(names.letters, names.receipts, names.dead),
    },
    {
      user: 'mf-operator',
      configure: NOTHING,
      write: exactly(names.letters),
      read: exactly(names.deadLetters, names.receiptLog),
    },
    { user: 'mf-monitor', configure: NOTHING, write: NOTHING, read: exactly(names.receiptLog) },
  ];
}

function senderRole(prefix: string, sender: SenderAccess): Permission {
  return {
    user: userOf(sender),
    configure: NOTHING,
    write: exactly(topologyNames(prefix).letters),
    read: exactly(receiptQueue(prefix, sender.organisationNumber)),
  };
}

function userOf(sender: SenderAccess): string {
  return `sender-${sender.organisationNumber}`;
}

function exactly(...names: readonly string[]): string {
  return `^(${names.map(literal).join('|')})$`;
}

function literal(name: string): string {
  return name.replace(/[.\\+*?^$()[\]{}|-]/g, '\\$&');
}
