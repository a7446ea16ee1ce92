import { setTimeout as delay } from 'node:timers/promises';
import type { ReceiptInbox } from '#channels/channel.port.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { Clock } from '#domain/clock.js';
import { transient, type Failure } from '#domain/failure.js';
import { DatabaseError } from '#persistence/database-error.js';
import type { ReceiptStore } from '#persistence/receipt.store.js';
import type { Logger } from '#platform/logger.js';
import { withTimeLimit } from '#platform/time-limit.js';
import { forEachLimited } from '../for-each-limited.js';
import type { ReceiptsMetrics } from '../receipts.metrics.js';
import type { ReceiptRecorder } from '../recording/receipt.recorder.js';
import type { PollPace } from './poll-pace.js';
import { failureWait, nextIdleWait } from './poll-schedule.js';
import { TroubleLog } from './trouble-log.js';

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
 * at once; when nothing new comes, be it that there is nothing or only what could not be confirmed before, it asks more
 * and more seldom. A receipt that cannot be recorded or confirmed holds back nothing but those of its own letter. A lease
 * in the database keeps other instances from asking the same inbox; if two do at once all the same, each receipt is still
 * recorded once.
 */
export class InboxLoop {
  private idleMs = 0;
  private failures = 0;
  /** Source ids of the last look that brought nothing new. */
  private lastListed = '';
  private readonly lease: string;
  private readonly leaseMs: number;
  private readonly place: Readonly<Record<string, string>>;
  private readonly trouble: TroubleLog;

  constructor(private readonly options: InboxLoopOptions) {
    this.lease = ['inbox', options.channel, options.signer].filter(Boolean).join(':');
    this.leaseMs = options.pace.inboxMaxMs * 2 + 5_000;
    this.place = { channel: options.channel, ...(options.signer === '' ? {} : { signer: options.signer }) };
    this.trouble = new TroubleLog(options.logger);
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
      const fetched = await withTimeLimit(this.options.timeoutMs, shutdown, (signal) =>
        inbox.fetch({ signer, limit: MOST_FETCHED }, signal),
      );
      if (shutdown.aborted) return { kind: 'empty' };
      metrics.polled(channel, fetched.ok ? 'ok' : fetched.error.kind);
      if (!fetched.ok) return this.failed('fetched', fetched.error);
      this.went('fetched');
      if (fetched.value.length === 0) return { kind: 'empty' };
      return await this.take(fetched.value);
    } catch (error) {
      return this.failed('recorded', notRecorded(error));
    }
  }

  private async take(receipts: readonly ProviderReceipt[]): Promise<Look> {
    const tally: Tally = { recorded: 0, confirmed: 0 };
    await forEachLimited(byLetter(receipts), LETTERS_AT_ONCE, async (ofOneLetter) => {
      try {
        for (const receipt of ofOneLetter) await this.takeOne(receipt, tally);
      } catch (error) {
        // The database is away for all of them; anything else is about this letter, and the others go on.
        if (error instanceof DatabaseError) throw error;
        tally.notRecorded = notRecorded(error);
      }
    });
    const { recorded, confirmed, notRecorded: broken, refused } = tally;
    if (broken === undefined) this.went('recorded');
    else if (recorded === 0) return this.failed('recorded', broken);
    if (refused === undefined) this.went('confirmed');
    else {
      const failed = this.failed('confirmed', refused);
      if (confirmed === 0 && recorded > 0) return failed;
    }
    return { kind: recorded === 0 && this.isListedAgain(receipts) ? 'empty' : 'found' };
  }

  /** What could not be confirmed is listed again and again; asking for it at once would only spin. */
  private isListedAgain(receipts: readonly ProviderReceipt[]): boolean {
    const before = this.lastListed;
    this.lastListed = receipts.map(({ sourceId }) => sourceId).join('\n');
    return this.lastListed === before;
  }

  private async takeOne(receipt: ProviderReceipt, tally: Tally): Promise<void> {
    const { recorder, channel, inbox, signer, timeoutMs } = this.options;
    const verdict = await recorder.record(channel, receipt);
    // Not confirmed, so that it is listed again when the letter has been handed over.
    if (verdict === 'early') return;
    if (verdict !== 'duplicate') tally.recorded += 1;
    const answer = await inbox.confirm({ signer, receipt }, AbortSignal.timeout(timeoutMs));
    if (answer.ok) tally.confirmed += 1;
    else tally.refused = answer.error;
  }

  private failed(step: Step, failure: Failure): Look {
    this.trouble.failed({ ...this.place, step }, failure, `receipts could not be ${step}; trying again`);
    return { kind: 'failed', failure };
  }

  private went(step: Step): void {
    this.trouble.answered({ ...this.place, step });
  }
}

type Step = 'fetched' | 'recorded' | 'confirmed';

function notRecorded(cause: unknown): Failure {
  return transient('RECEIPTS_NOT_RECORDED', 'Receipts could not be recorded; they stay at the channel.', cause);
}

/** What became of the receipts of one look. */
interface Tally {
  /** Not known before. */
  recorded: number;
  confirmed: number;
  notRecorded?: Failure;
  refused?: Failure;
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
