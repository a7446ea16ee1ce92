import { setTimeout as delay } from 'node:timers/promises';
import type { ReceiptInbox } from '#channels/channel.port.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { Clock } from '#domain/clock.js';
import { transient, type Failure } from '#domain/failure.js';
import type { ReceiptStore } from '#persistence/receipt.store.js';
import type { Logger } from '#platform/logger.js';
import { forEachLimited } from '../for-each-limited.js';
import type { ReceiptsMetrics } from '../receipts.metrics.js';
import type { ReceiptRecorder } from '../recording/receipt.recorder.js';
import type { PollPace } from './poll-pace.js';
import { failureWait, nextIdleWait } from './poll-schedule.js';

export interface InboxLoopOptions {
  readonly channel: string;
  readonly inbox: ReceiptInbox;
  /** Whose queue; empty for one that is shared by all. */
  readonly signer: string;
  readonly owner: string;
  readonly pace: PollPace;
  readonly timeoutMs: number;
  readonly store: ReceiptStore;
  readonly recorder: ReceiptRecorder;
  readonly metrics: ReceiptsMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Look = { readonly kind: 'found' | 'empty' | 'elsewhere' } | { readonly kind: 'failed'; readonly failure: Failure };

const MOST_FETCHED = 100;
const LETTERS_AT_ONCE = 8;

/**
 * Empties one inbox, over and over: fetch, commit each receipt, only then confirm it. While receipts flow it asks again
 * at once; when nothing comes it asks more and more seldom. A lease in the database keeps other instances from asking
 * the same inbox; if two do at once all the same, each receipt is still recorded once.
 */
export class InboxLoop {
  private idleMs = 0;
  private failures = 0;
  private readonly lease: string;
  private readonly leaseMs: number;

  constructor(private readonly options: InboxLoopOptions) {
    this.lease = ['inbox', options.channel, options.signer].filter(Boolean).join(':');
    this.leaseMs = options.pace.inboxMaxMs * 2 + 5_000;
  }

  async run(shutdown: AbortSignal): Promise<void> {
    while (!shutdown.aborted) {
      const wait = this.waitAfter(await this.look(shutdown));
      if (wait > 0) await delay(wait, undefined, { signal: shutdown }).catch(() => undefined);
    }
    await this.options.store.releaseLease(this.lease, this.options.owner).catch(() => undefined);
  }

  private waitAfter(look: Look): number {
    this.failures = look.kind === 'failed' ? this.failures + 1 : 0;
    this.idleMs = look.kind === 'empty' ? nextIdleWait(this.idleMs, this.options.pace) : 0;
    switch (look.kind) {
      case 'found':
        return 0;
      case 'empty':
        return this.idleMs;
      case 'elsewhere':
        return this.leaseMs / 2;
      case 'failed':
        return failureWait(look.failure, this.failures, this.options.clock.now());
    }
  }

  private async look(shutdown: AbortSignal): Promise<Look> {
    const { channel, inbox, signer, metrics, store, owner } = this.options;
    try {
      if (!(await store.lease(this.lease, owner, this.leaseMs))) return { kind: 'elsewhere' };
      const signal = AbortSignal.any([shutdown, AbortSignal.timeout(this.options.timeoutMs)]);
      const fetched = await inbox.fetch({ signer, limit: MOST_FETCHED }, signal);
      if (shutdown.aborted) return { kind: 'empty' };
      metrics.polled(channel, fetched.ok ? 'ok' : fetched.error.kind);
      if (!fetched.ok) return this.failed(fetched.error);
      if (fetched.value.length === 0) return { kind: 'empty' };
      return await this.take(fetched.value);
    } catch (error) {
      return this.failed(
        transient('RECEIPTS_NOT_RECORDED', 'Receipts could not be recorded; they stay at the channel.', error),
      );
    }
  }

  private async take(receipts: readonly ProviderReceipt[]): Promise<Look> {
    let refused: Failure | undefined;
    let confirmed = 0;
    await forEachLimited(byLetter(receipts), LETTERS_AT_ONCE, async (ofOneLetter) => {
      for (const receipt of ofOneLetter) {
        await this.options.recorder.record(this.options.channel, receipt);
        const signal = AbortSignal.timeout(this.options.timeoutMs);
        const answer = await this.options.inbox.confirm({ signer: this.options.signer, receipt }, signal);
        if (answer.ok) confirmed += 1;
        else refused = answer.error;
      }
    });
    // Unconfirmed ones come again; asking at once for what was just refused would only spin.
    return confirmed === 0 && refused !== undefined ? this.failed(refused) : { kind: 'found' };
  }

  private failed(failure: Failure): Look {
    const { channel, signer, logger } = this.options;
    const log = { channel, signer, code: failure.code, kind: failure.kind, reason: failure.text };
    if (this.failures === 0) logger.warn(log, 'receipts could not be fetched; trying again');
    else logger.debug(log, 'receipts could still not be fetched');
    return { kind: 'failed', failure };
  }
}

/** Receipts of one letter stay in their order; those of different letters need not wait for each other. */
function byLetter(receipts: readonly ProviderReceipt[]): readonly (readonly ProviderReceipt[])[] {
  const groups = new Map<string, ProviderReceipt[]>();
  for (const receipt of receipts) {
    const match = receipt.kind === 'receipt' ? receipt.match : {};
    const key = match.depositId ?? match.conversationId ?? match.reference ?? receipt.sourceId;
    const group = groups.get(key);
    if (group) group.push(receipt);
    else groups.set(key, [receipt]);
  }
  return [...groups.values()];
}
