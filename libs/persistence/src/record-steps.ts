import type { DepositChange, NewDeposit } from './records/deposit-step.js';
import type { LetterStep } from './records/letter-step.js';
import { RECORD_STEPS } from './letter-step.sql.js';
import { runSql, type SqlRunner } from './run-sql.js';
import { statusAfterEach } from './status-after.js';

/**
 * Writes steps of different letters in one statement, through the runner's transaction when it has one. Gives the ids
 * of the letters that took their step; the others were stale.
 */
export async function recordSteps(
  runner: SqlRunner,
  steps: readonly LetterStep[],
  channel: string,
): Promise<ReadonlySet<string>> {
  const rows = await runSql<{ id: string }>(runner, 'record-steps', RECORD_STEPS, [
    ...letterColumns(steps),
    ...eventColumns(steps),
    ...newDepositColumns(steps),
    ...depositChangeColumns(steps),
    channel,
  ]);
  return new Set(rows.map((row) => row.id));
}

function letterColumns(steps: readonly LetterStep[]): unknown[][] {
  return [
    steps.map((step) => step.id),
    steps.map((step) => step.version),
    steps.map((step) => step.owner),
    steps.map((step) => step.state),
    steps.map((step) => step.plan && JSON.stringify(step.plan)),
    steps.map((step) => step.stepIndex),
    steps.map((step) => step.attempts),
    steps.map((step) => step.dueAt?.toISOString()),
    steps.map((step) => step.lastFailure && JSON.stringify(step.lastFailure)),
    steps.map((step) => step.lastFailure !== undefined),
    steps.map((step) => step.readDeadlineAt?.toISOString()),
    steps.map((step) => step.readDeadlineAt !== undefined),
    steps.map((step) => step.releaseLease === 'release'),
  ];
}

function eventColumns(steps: readonly LetterStep[]): unknown[][] {
  const told = new Set<string>();
  const events = steps
    .flatMap((step) => {
      const statuses = statusAfterEach(step);
      return step.events.map((event, index) => ({ letter: step.id, event, statusAfter: statuses[index] }));
    })
    .filter(({ event }) => event.sourceKey === undefined || (!told.has(event.sourceKey) && told.add(event.sourceKey)));
  return [
    events.map(({ letter }) => letter),
    events.map(({ event }) => event.id),
    events.map(({ event }) => event.type),
    events.map(({ statusAfter }) => statusAfter),
    events.map(({ event }) => event.at.toISOString()),
    events.map(({ event: { channel, reason, rule, evidence, details } }) =>
      JSON.stringify({ channel, reason, rule, evidence, details }),
    ),
    events.map(({ event }) => event.sourceKey),
  ];
}

function newDepositColumns(steps: readonly LetterStep[]): unknown[][] {
  const deposits = steps.flatMap((step) =>
    step.deposit?.kind === 'new' ? [{ letter: step.id, deposit: step.deposit satisfies NewDeposit }] : [],
  );
  return [
    deposits.map(({ letter }) => letter),
    deposits.map(({ deposit }) => deposit.id),
    deposits.map(({ deposit }) => deposit.channel),
    deposits.map(({ deposit }) => deposit.step),
    deposits.map(({ deposit }) => deposit.startedAt?.toISOString()),
  ];
}

function depositChangeColumns(steps: readonly LetterStep[]): unknown[][] {
  const changes = steps.flatMap((step) =>
    step.deposit?.kind === 'change' ? [{ letter: step.id, change: step.deposit satisfies DepositChange }] : [],
  );
  return [
    changes.map(({ letter }) => letter),
    changes.map(({ change }) => change.id),
    changes.map(({ change }) => change.state),
    changes.map(({ change }) => change.reference),
    changes.map(({ change }) => change.acceptedAt?.toISOString()),
    changes.map(({ change }) => change.nextPollAt?.toISOString()),
    changes.map(({ change }) => change.nextPollAt !== undefined),
  ];
}
