import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ChannelId } from '#domain/channel-id.js';
import { isUuid } from '#domain/identifiers.js';
import { toDepositRow, type DepositColumns } from './claimed-row.js';
import { eventChannel } from './event-channel.js';
import { PersistenceConfig } from './persistence.config.js';
import { present, type Nullable } from './present.js';
import { CLAIM_POLLS, POLL_SOON, RECORD_POLL, RELEASE_LEASE, TAKE_LEASE } from './poll.sql.js';
import {
  KEEP_RECEIPT,
  KEPT_OTHER_BYTES,
  KEPT_UNMATCHED,
  LOCK_LETTER,
  MATCH_DEPOSIT,
  READ_DEPOSIT,
  SETTLE_RECEIPT,
} from './receipt.sql.js';
import { recordSteps } from './record-steps.js';
import type { DepositToPoll } from './records/deposit-to-poll.js';
import type { IncomingReceipt, MatchableIncoming } from './records/incoming-receipt.js';
import type { LetterForReceipt } from './records/letter-for-receipt.js';
import type { LetterStep } from './records/letter-step.js';
import type { PollRequest } from './records/poll-request.js';
import type { ReceiptVerdict } from './records/receipt-verdict.js';
import { repeatIfUndone, runSql } from './run-sql.js';

/** What the life cycle says to a receipt: the step to take, `early` when it must be told again, undefined to refuse it. */
export type ReceiptDecision = (letter: LetterForReceipt) => LetterStep | 'early' | undefined;

/**
 * What channels report. The raw bytes, the event and the letter's new state are one transaction, and only after it is
 * the provider told that the receipt is safe with us. Every receipt is kept, also one that fits nothing.
 */
@Injectable()
export class ReceiptStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PersistenceConfig) private readonly config: PersistenceConfig,
  ) {}

  /** `decide` runs inside the transaction with the letter locked; it must be pure. Throws DatabaseError. */
  async record(receipt: IncomingReceipt, decide: ReceiptDecision): Promise<ReceiptVerdict> {
    return repeatIfUndone(() =>
      this.dataSource.transaction(async (manager) => {
        const fresh = await this.keep(manager, receipt);
        if (receipt.kind === 'quarantined') return fresh === undefined ? 'duplicate' : 'quarantined';
        if (fresh !== undefined) return this.match(manager, fresh, receipt, decide);
        const digest = await this.otherBytes(manager, receipt);
        if (digest !== undefined) {
          const kept = await this.keep(manager, underBorrowedId(receipt, digest));
          return kept === undefined ? 'duplicate' : 'quarantined';
        }
        const unmatched = await this.keptUnmatched(manager, receipt);
        if (unmatched === undefined) return 'duplicate';
        const verdict = await this.match(manager, unmatched, receipt, decide);
        return verdict === 'unmatched' ? 'duplicate' : verdict;
      }),
    );
  }

  /** Deposits of these channels that are due to be asked about, leased to `owner` until recordPoll or the lease's end. */
  async claimDepositsToPoll(request: PollRequest): Promise<readonly DepositToPoll[]> {
    const rows = await runSql<Nullable<DepositToPoll>>(this.dataSource, 'claim-polls', CLAIM_POLLS, [
      request.channels,
      request.owner,
      request.now.toISOString(),
      request.limit,
      request.leaseMs,
    ]);
    return rows.map((row) => present<DepositToPoll>(row));
  }

  /** When to ask again; null = the channel will say no more. */
  async recordPoll(depositId: string, next: Date | null): Promise<void> {
    await runSql(this.dataSource, 'record-poll', RECORD_POLL, [depositId, next?.toISOString()]);
  }

  /** A channel called us about these (its own ids): ask now, also about settled ones. Gives how many we know. */
  async pollSoon(channel: ChannelId, references: readonly string[], now: Date): Promise<number> {
    const rows = await runSql<{ hinted: number }>(this.dataSource, 'poll-soon', POLL_SOON, [
      channel,
      references,
      now.toISOString(),
    ]);
    return rows[0]?.hinted ?? 0;
  }

  /** Takes or prolongs a named lease for an inbox poller; false when another instance has it. */
  async lease(name: string, owner: string, leaseMs: number): Promise<boolean> {
    const rows = await runSql(this.dataSource, 'take-lease', TAKE_LEASE, [name, owner, leaseMs]);
    return rows.length > 0;
  }

  /** Lets another instance go on at once; for an orderly shutdown. */
  async releaseLease(name: string, owner: string): Promise<void> {
    await runSql(this.dataSource, 'release-lease', RELEASE_LEASE, [name, owner]);
  }

  private async keep(manager: EntityManager, receipt: IncomingReceipt): Promise<string | undefined> {
    const matchable = receipt.kind === 'receipt';
    const kept = await runSql<{ id: string }>(manager, 'keep-receipt', KEEP_RECEIPT, [
      receipt.channel,
      receipt.sourceId,
      receipt.raw,
      receipt.rawMediaType,
      receipt.receivedAt.toISOString(),
      matchable ? 'unmatched' : 'quarantined',
      matchable ? receipt.event.type : null,
      matchable ? receipt.event.at.toISOString() : null,
      matchable ? null : JSON.stringify(receipt.reason),
    ]);
    return kept[0]?.id;
  }

  private async keptUnmatched(manager: EntityManager, receipt: MatchableIncoming): Promise<string | undefined> {
    const rows = await runSql<{ id: string }>(manager, 'kept-unmatched', KEPT_UNMATCHED, [
      receipt.channel,
      receipt.sourceId,
    ]);
    return rows[0]?.id;
  }

  /** The digest of a receipt that repeats an id, but not the bytes of the one that is kept under it. */
  private async otherBytes(manager: EntityManager, receipt: MatchableIncoming): Promise<string | undefined> {
    if (receipt.repeat !== 'same-bytes') return undefined;
    const [other] = await runSql<{ digest: string }>(manager, 'kept-other-bytes', KEPT_OTHER_BYTES, [
      receipt.channel,
      receipt.sourceId,
      receipt.raw,
    ]);
    return other?.digest;
  }

  private async match(
    manager: EntityManager,
    row: string,
    receipt: MatchableIncoming,
    decide: ReceiptDecision,
  ): Promise<ReceiptVerdict> {
    const letter = await this.lockLetter(manager, receipt);
    if (letter === undefined) return 'unmatched';
    const step = decide(letter);
    // Its row stays `unmatched`, and as such it is matched anew when it is told again.
    if (step === 'early') return 'early';
    const verdict = step === undefined ? 'refused' : 'recorded';
    if (step !== undefined) {
      const recorded = await recordSteps(manager, [step], eventChannel(this.config.schema));
      if (!recorded.has(letter.id))
        throw new Error('A receipt was decided for another letter or version than it was given.');
    }
    await runSql(manager, 'settle-receipt', SETTLE_RECEIPT, [row, verdict, letter.deposit.id, letter.id]);
    return verdict;
  }

  private async lockLetter(manager: EntityManager, receipt: MatchableIncoming): Promise<LetterForReceipt | undefined> {
    const { depositId, reference, conversationId } = receipt.match;
    const [match] = await runSql<{ id: string; letter: string }>(manager, 'match-deposit', MATCH_DEPOSIT, [
      receipt.channel,
      // A provider may send anything as an id; what is no UUID fits no deposit and must not break the statement.
      depositId !== undefined && isUuid(depositId) ? depositId : null,
      reference ?? null,
      conversationId ?? null,
    ]);
    if (match === undefined) return undefined;
    const [letter] = await runSql<LockedRow>(manager, 'lock-letter', LOCK_LETTER, [match.letter]);
    const [columns] = await runSql<DepositColumns & { isLatestDeposit: boolean }>(
      manager,
      'read-deposit',
      READ_DEPOSIT,
      [match.id],
    );
    const deposit = columns && toDepositRow(columns);
    if (letter === undefined || columns === undefined || deposit === undefined) return undefined;
    return present<LetterForReceipt>({ ...letter, deposit, isLatestDeposit: columns.isLatestDeposit });
  }
}

/** By its bytes it has an id of its own, so that neither it nor the one whose id it bears is lost. */
function underBorrowedId(
  { channel, sourceId, raw, rawMediaType, receivedAt }: MatchableIncoming,
  digest: string,
): IncomingReceipt {
  return {
    kind: 'quarantined',
    channel,
    sourceId: `altered:${sourceId}:sha256-${digest}`,
    raw,
    rawMediaType,
    receivedAt,
    reason: {
      code: 'RECEIPT_ALTERED',
      text: 'The receipt was set aside: another one with the same id and other content was recorded before. Ask the provider which one is right.',
    },
  };
}

type LockedRow = Nullable<Omit<LetterForReceipt, 'deposit' | 'isLatestDeposit'>>;
