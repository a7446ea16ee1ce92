import type { Channel, ConsumeMessage } from 'amqplib';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '#platform/logged-error.js';
import type { Logger } from '#platform/logger.js';
import { AckBatcher } from './ack-batcher.js';
import { backOff } from './back-off.js';
import { FailureGate } from './failure-gate.js';
import { isSystemError } from './system-error.js';
import { within } from './within.js';

export type Handled = 'handled' | 'dead';
export type DeliveryOutcome = Handled | 'failed' | 'requeued' | 'lost';

export interface SessionOptions {
  readonly queue: string;
  readonly logger: Logger;
  /** Resolves when the message is done with for good (committed, or safely in the dead queue). Rejects for a passing fault. */
  readonly handle: (message: ConsumeMessage) => Promise<Handled>;
  readonly count: (outcome: DeliveryOutcome) => void;
}

const TRIES_BEFORE_REQUEUE = 5;
const FIRST_MS = 100;
const MOST_MS = 5_000;
/** Safely below RabbitMQ's consumer_timeout (30 minutes), which would close the channel for all. */
const HOLD_MS = 20 * 60_000;
/** What a quorum queue needs to apply acknowledgements before the channel may go (reference 6.3). */
const ACK_SETTLE_MS = 250;

/**
 * The life of one consuming channel. Every delivery belongs to the session it came on, so an acknowledgement can never
 * reach another channel, where the same tag means another message.
 *
 * A handler that fails is tried again here, with a back-off and behind the failure gate, while the message stays
 * unacknowledged. It is not requeued at once, because each requeue counts towards the queue's delivery limit and a
 * database that is down for two minutes would then turn good letters into dead ones. Only a message that keeps failing
 * while others succeed goes back to the queue, where the delivery limit is its last net. Not for what this machine
 * lacks, though: a full disk stops the letters with big documents alone, and it is not they that are bad.
 */
export class ConsumerSession {
  private readonly gate = new FailureGate();
  private readonly acks: AckBatcher<ConsumeMessage>;
  private readonly running = new Set<Promise<void>>();
  private readonly ended = new AbortController();
  private alive = true;
  private lastAck = -Infinity;

  constructor(
    private readonly channel: Channel,
    private readonly options: SessionOptions,
  ) {
    this.acks = new AckBatcher({
      ackUpTo: (message) => {
        this.tell(() => {
          channel.ack(message, true);
        });
      },
      ackOne: (message) => {
        this.tell(() => {
          channel.ack(message);
        });
      },
    });
  }

  get failing(): boolean {
    return this.gate.shut;
  }

  receive(message: ConsumeMessage): void {
    const work = this.work(message).finally(() => this.running.delete(work));
    this.running.add(work);
  }

  /** The channel is gone: nothing is acknowledged any more, and the broker delivers again what is open. */
  async lost(timeoutMs: number): Promise<void> {
    this.alive = false;
    this.acks.stop();
    await this.end(timeoutMs);
  }

  /** After the consumer was cancelled: waits for the handlers, acknowledges what they committed, and lets that settle. */
  async drain(timeoutMs: number): Promise<void> {
    const outcome = await this.end(timeoutMs);
    if (outcome === 'late') {
      const open = this.running.size;
      this.options.logger.warn(
        { queue: this.options.queue, open },
        'handlers still run at the end of the drain; delivered again later',
      );
    }
    this.acks.flushAll();
    const settle = this.lastAck + ACK_SETTLE_MS - performance.now();
    if (settle > 0) await delay(settle);
    this.alive = false;
  }

  private async end(timeoutMs: number): Promise<'done' | 'late'> {
    this.ended.abort();
    this.gate.close();
    return within(timeoutMs, Promise.allSettled([...this.running]));
  }

  private async work(message: ConsumeMessage): Promise<void> {
    const since = performance.now();
    let successesBefore: number | undefined;
    for (let tries = 1; ; tries += 1) {
      if ((await this.gate.pass()) === 'closed') return;
      try {
        const outcome = await this.options.handle(message);
        this.gate.succeeded();
        this.acks.committed(message.fields.deliveryTag, message);
        this.options.count(this.alive ? outcome : 'lost');
        return;
      } catch (error) {
        this.gate.failed();
        this.options.count('failed');
        this.logFailure(message, error, tries);
        successesBefore ??= this.gate.successes;
        const alone = tries >= TRIES_BEFORE_REQUEUE && this.gate.successes > successesBefore && !isSystemError(error);
        if (alone || performance.now() - since > HOLD_MS) {
          this.requeue(message);
          return;
        }
        await delay(backOff(tries, FIRST_MS, MOST_MS), undefined, { signal: this.ended.signal }).catch(() => undefined);
      }
    }
  }

  private requeue(message: ConsumeMessage): void {
    this.tell(() => {
      this.channel.nack(message, false, true);
    });
    this.acks.nacked(message.fields.deliveryTag);
    this.options.count('requeued');
  }

  /** A command that cannot be sent is lost with its channel: the message comes again and the intake knows it. */
  private tell(command: () => void): void {
    if (!this.alive) return;
    try {
      command();
      this.lastAck = performance.now();
    } catch {
      this.alive = false;
      this.options.logger.debug({ queue: this.options.queue }, 'acknowledgement lost with its channel');
    }
  }

  private logFailure(message: ConsumeMessage, error: unknown, tries: number): void {
    const messageId = String(message.properties.messageId ?? '');
    const log = { queue: this.options.queue, messageId, tries, reason: reasonOf(error) };
    if (tries === 1) this.options.logger.warn(log, 'handler failed; trying again');
    else this.options.logger.debug(log, 'handler failed again');
  }
}
