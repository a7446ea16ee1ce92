import type { Collection, SimulationWorld } from '#channels/simulation/simulation-world.js';

/** A message the access point has taken. */
export interface TakenMessage {
  /** meldingsid, lower case. */
  readonly id: string;
  readonly conversationId: string;
  /** The public body: `consumer` of the token. */
  readonly consumer: string;
  /** Who sent it and gets the receipts: `supplier`, else `consumer`. */
  readonly owner: string;
  readonly unit?: string;
  /** Lower case; empty without one. */
  readonly kanal: string;
  /** Organisation number of the provider it is for. */
  readonly provider: string;
  readonly openReceipt: boolean;
  /** RFC 3339: the citizen cannot see it before; absent for at once. */
  readonly visibleFrom?: string;
  /** In the order of time. */
  readonly statuses: readonly TakenStatus[];
  /** The provider has it, by the package's own contents. */
  readonly delivered: boolean;
  readonly opened?: boolean;
}

export interface TakenStatus {
  readonly status: 'OPPRETTET' | 'SENDT' | 'FEILET';
  readonly timestamp: string;
  readonly beskrivelse?: string;
}

/** Whose receipts are asked for; with `consumer` only those of letters of that public body. */
export interface Reader {
  readonly owner: string;
  readonly consumer?: string;
}

/** A receipt that waits to be fetched. */
export interface QueuedReceipt {
  /** Key in the queue; a duplicate has another. */
  readonly key: string;
  /** instanceIdentifier of the receipt. */
  readonly id: string;
  readonly owner: string;
  readonly consumer: string;
  readonly unit?: string;
  readonly kanal: string;
  readonly jws: string;
  /** Milliseconds since the epoch, by the sandbox clock: fetched from then on. */
  readonly readyAt: number;
}

type ReadReceipt = Pick<QueuedReceipt, 'id' | 'owner' | 'consumer'>;

/** The access point's memory: in the world, so that a restart forgets nothing. */
export class AccessPointState {
  readonly messages: Collection<TakenMessage>;
  private readonly queue: Collection<QueuedReceipt>;
  private readonly read: Collection<ReadReceipt>;

  constructor(world: SimulationWorld) {
    this.messages = world.collection<TakenMessage>('dpi.messages');
    this.queue = world.collection<QueuedReceipt>('dpi.receipts');
    this.read = world.collection<ReadReceipt>('dpi.read');
  }

  /** The same once more is a duplicate beside the first. */
  async enqueue(receipt: Omit<QueuedReceipt, 'key'>): Promise<void> {
    const key = this.queue.get(receipt.id) === undefined ? receipt.id : duplicateKey(receipt.id);
    await this.queue.put(key, { ...receipt, key });
  }

  /** Unread receipts that are ready, oldest first. */
  unread(reader: Reader, now: number): QueuedReceipt[] {
    return [...this.queue.values()]
      .filter((receipt) => receipt.readyAt <= now && isFor(receipt, reader))
      .sort((one, other) => one.readyAt - other.readyAt);
  }

  /** `unknown` when there never was such a receipt for this reader. A duplicate stays for the next reading. */
  async markRead(id: string, reader: Reader): Promise<'read' | 'unknown'> {
    const found = [id, duplicateKey(id)].map((key) => this.queue.get(key)).find((receipt) => receipt !== undefined);
    const receipt = found ?? this.read.get(id);
    if (receipt === undefined || !isFor(receipt, reader)) return 'unknown';
    if (found !== undefined) {
      await this.read.put(id, { id, owner: found.owner, consumer: found.consumer });
      await this.queue.delete(found.key);
    }
    return 'read';
  }
}

function duplicateKey(id: string): string {
  return `${id}/again`;
}

function isFor(receipt: Pick<QueuedReceipt, 'owner' | 'consumer'>, { owner, consumer }: Reader): boolean {
  return receipt.owner === owner && (consumer === undefined || receipt.consumer === consumer);
}
