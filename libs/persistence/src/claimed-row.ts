import type { ClaimedLetter } from './records/claimed-letter.js';
import type { DepositRow } from './records/deposit-row.js';
import { present, type Nullable } from './present.js';

/** A deposit beside a letter in one row; all null when there is none. */
export type DepositColumns = {
  readonly [Key in keyof DepositRow as `deposit${Capitalize<Key>}`]-?: DepositRow[Key] | null;
};

/** What the claim gives for each letter. */
export type ClaimedRow = Nullable<Omit<ClaimedLetter, 'priority' | 'deposit'>> &
  DepositColumns & { readonly priority: number };

export function toClaimedLetter(row: ClaimedRow): ClaimedLetter {
  return present<ClaimedLetter>({
    id: row.id,
    sender: row.sender,
    supplier: row.supplier,
    letterId: row.letterId,
    conversationId: row.conversationId,
    reference: row.reference,
    priority: row.priority === 1 ? 'priority' : 'normal',
    state: row.state,
    version: row.version,
    plan: row.plan,
    stepIndex: row.stepIndex,
    attempts: row.attempts,
    dueAt: row.dueAt,
    receivedAt: row.receivedAt,
    availableFrom: row.availableFrom,
    expiresAt: row.expiresAt,
    readDeadlineAt: row.readDeadlineAt,
    resumeState: row.resumeState,
    lastFailure: row.lastFailure,
    sealedContent: row.sealedContent,
    wrappedKey: row.wrappedKey,
    deposit: toDepositRow(row),
  });
}

export function toDepositRow(row: DepositColumns): DepositRow | undefined {
  if (row.depositId === null) return undefined;
  return present<Partial<DepositRow>>({
    id: row.depositId,
    channel: row.depositChannel,
    conversationId: row.depositConversationId,
    state: row.depositState,
    step: row.depositStep,
    reference: row.depositReference,
    startedAt: row.depositStartedAt,
    acceptedAt: row.depositAcceptedAt,
  }) as DepositRow;
}
