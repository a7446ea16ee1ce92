import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toClaimedLetter, type ClaimedRow } from './claimed-row.js';
import { CLAIM_LETTERS, EXTEND_LEASES, NEXT_DUE_AT, WAITING_RECIPIENTS } from './dispatch.sql.js';
import { DepositEntity } from './entities/deposit.entity.js';
import { eventChannel } from './event-channel.js';
import { PersistenceConfig } from './persistence.config.js';
import { present } from './present.js';
import { recordSteps } from './record-steps.js';
import type { ClaimRequest } from './records/claim-request.js';
import type { ClaimedLetter } from './records/claimed-letter.js';
import type { DepositRow } from './records/deposit-row.js';
import type { LetterStep } from './records/letter-step.js';
import type { StepOutcome } from './records/step-outcome.js';
import type { WaitingRecipient } from './records/waiting-recipient.js';
import { named, repeatIfUndone, runSql } from './run-sql.js';

/** The dispatcher's side: lease what is due, record what was done. All methods throw DatabaseError. */
@Injectable()
export class DispatchStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PersistenceConfig) private readonly config: PersistenceConfig,
  ) {}

  /** Due letters, prioritised first, then oldest; at most `limit`, leased to `owner`, with content and latest deposit. */
  async claim(request: ClaimRequest): Promise<readonly ClaimedLetter[]> {
    const parameters = [request.owner, request.now.toISOString(), request.limit, request.leaseMs];
    const rows = await runSql<ClaimedRow>(this.dataSource, 'claim-letters', CLAIM_LETTERS, parameters);
    return rows.map(toClaimedLetter);
  }

  /** Of the letters that would be claimed next and must be looked up; at most `limit`. Leases nothing. */
  async waitingRecipients(now: Date, limit: number): Promise<readonly WaitingRecipient[]> {
    const parameters = [now.toISOString(), limit];
    return runSql<WaitingRecipient>(this.dataSource, 'waiting-recipients', WAITING_RECIPIENTS, parameters);
  }

  async extendLeases(owner: string, ids: readonly string[], leaseMs: number): Promise<void> {
    if (ids.length === 0) return;
    await runSql(this.dataSource, 'extend-leases', EXTEND_LEASES, [owner, ids, leaseMs]);
  }

  /**
   * One transaction for the batch. Outcomes in the order of the steps. Several steps of one letter are taken one after
   * the other, the later with the version that the earlier leaves (`version + 1`).
   */
  async record(steps: readonly LetterStep[]): Promise<readonly StepOutcome[]> {
    const rounds = oneStepPerLetter(steps);
    const channel = eventChannel(this.config.schema);
    const recorded = new Set<LetterStep>();
    const take = (round: readonly LetterStep[], ids: ReadonlySet<string>): void => {
      for (const step of round) if (ids.has(step.id)) recorded.add(step);
    };
    await repeatIfUndone(async () => {
      recorded.clear();
      const [only, ...more] = rounds;
      if (only === undefined) return;
      if (more.length === 0) {
        take(only, await recordSteps(this.dataSource, only, channel));
        return;
      }
      await this.dataSource.transaction(async (manager) => {
        for (const round of rounds) take(round, await recordSteps(manager, round, channel));
      });
    });
    return steps.map((step) => (recorded.has(step) ? 'recorded' : 'stale'));
  }

  /** When the earliest letter that nobody works on is due; undefined when none waits. */
  async nextDueAt(): Promise<Date | undefined> {
    const rows = await runSql<{ dueAt: Date | null }>(this.dataSource, 'next-due-at', NEXT_DUE_AT);
    return rows[0]?.dueAt ?? undefined;
  }

  async deposit(id: string): Promise<DepositRow | undefined> {
    const row = await named('deposit', () => this.dataSource.getRepository(DepositEntity).findOneBy({ id }));
    if (row === null) return undefined;
    const { letter: _, ...deposit } = row;
    return present<DepositRow>(deposit);
  }
}

function oneStepPerLetter(steps: readonly LetterStep[]): readonly (readonly LetterStep[])[] {
  const rounds: LetterStep[][] = [];
  const taken = new Map<string, number>();
  for (const step of steps) {
    const round = taken.get(step.id) ?? 0;
    taken.set(step.id, round + 1);
    (rounds[round] ??= []).push(step);
  }
  return rounds;
}
