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
  /** Organisation number of the mailbox provider it is for. */
  readonly provider: string;
  readonly openReceipt: boolean;
  readonly statuses: readonly { readonly status: 'OPPRETTET' | 'SENDT' | 'FEILET'; readonly timestamp: string }[];
  /** The mailbox has it, by the package's own contents. */
  readonly delivered: boolean;
  readonly opened?: boolean;
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

/** The access point's memory: in the world, so that a restart forgets nothing. */
export class AccessPointState {
  readonly messages: Collection<TakenMessage>;
  private readonly queue: Collection<QueuedReceipt>;
  private readonly read: Collection<{ readonly id: string }>;

  constructor(world: SimulationWorld) {
    this.messages = world.collection<TakenMessage>('dpi.messages');
    this.queue = world.collection<QueuedReceipt>('dpi.receipts');
    this.read = world.collection<{ readonly id: string }>('dpi.read');
  }

  async enqueue(receipt: QueuedReceipt): Promise<void> {
    await this.queue.put(receipt.key, receipt);
  }

  /** Unread receipts of one owner that are ready, oldest first. */
  unread(owner: string, now: number): QueuedReceipt[] {
    return [...this.queue.values()]
      .filter((receipt) => receipt.owner === owner && receipt.readyAt <= now)
      .sort((one, other) => one.readyAt - other.readyAt);
  }

  /** `unknown` when there never was such a receipt for this owner. A duplicate stays for the next reading. */
  async markRead(id: string, owner: string): Promise<'read' | 'unknown'> {
    const found = [...this.queue.values()].find((receipt) => receipt.id === id && receipt.owner === owner);
    if (found === undefined) return this.read.get(`${owner}/${id}`) === undefined ? 'unknown' : 'read';
    await this.read.put(`${owner}/${id}`, { id });
    await this.queue.delete(found.key);
    return 'read';
  }
}
