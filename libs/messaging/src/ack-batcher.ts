/**
 * Turns commits, which come in any order, into few acknowledgements. A run of committed tags without a gap becomes one
 * `ack(last, allUpTo)`: a quorum queue handles one such command a batch far faster than one a message, and drops about
 * all but the first 34 single ones when the channel closes (reference 6.3).
 *
 * A slow message leaves a gap. The committed ones behind it wait a moment for it to close, then they are acknowledged
 * one by one, or the slow message would fill the whole prefetch window with finished work.
 *
 * Tags are those of one channel with one consumer: 1, 2, 3 … without holes.
 */
export interface AckCommands<Delivery> {
  /** Acknowledges this delivery and every one before it that is still open. */
  ackUpTo(delivery: Delivery): void;
  ackOne(delivery: Delivery): void;
}

type Settled<Delivery> = { readonly delivery: Delivery } | 'told';

const STRAGGLER_MS = 100;

export class AckBatcher<Delivery> {
  /** Everything below is settled and told to the broker. */
  private low = 1;
  private readonly settled = new Map<number, Settled<Delivery>>();
  private scheduled: NodeJS.Immediate | undefined;
  private stragglers: NodeJS.Timeout | undefined;

  constructor(private readonly commands: AckCommands<Delivery>) {}

  /** The message is handled for good; it is acknowledged with the next batch. */
  committed(tag: number, delivery: Delivery): void {
    this.settled.set(tag, { delivery });
    // Everything that one database commit resolves settles in the same turn of the event loop and goes out together.
    this.scheduled ??= setImmediate(() => {
      this.flush();
    });
  }

  /** The message has been nacked already. */
  nacked(tag: number): void {
    this.settled.set(tag, 'told');
  }

  flush(): void {
    this.stop();
    let last: { readonly delivery: Delivery } | undefined;
    for (let state = this.settled.get(this.low); state !== undefined; state = this.settled.get(this.low)) {
      if (state !== 'told') last = state;
      this.settled.delete(this.low);
      this.low += 1;
    }
    if (last !== undefined) this.commands.ackUpTo(last.delivery);
    if (this.settled.size > 0) {
      this.stragglers = setTimeout(() => {
        this.flushStragglers();
      }, STRAGGLER_MS);
    }
  }

  /** At a drain: nothing will close the gaps any more. */
  flushAll(): void {
    this.flush();
    this.flushStragglers();
  }

  /** The channel is gone: nothing may be acknowledged any more. */
  stop(): void {
    clearImmediate(this.scheduled);
    clearTimeout(this.stragglers);
    this.scheduled = undefined;
    this.stragglers = undefined;
  }

  private flushStragglers(): void {
    clearTimeout(this.stragglers);
    this.stragglers = undefined;
    for (const [tag, state] of this.settled) {
      if (state === 'told') continue;
      this.commands.ackOne(state.delivery);
      this.settled.set(tag, 'told');
    }
  }
}
