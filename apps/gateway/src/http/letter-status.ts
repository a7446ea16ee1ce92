import type { LetterView } from '#persistence/records/letter-view.js';
import type { TimelineEvent } from '#persistence/records/timeline-event.js';

/** `GET /v1/letters/{letterId}`: where the letter stands and why. */
export function letterStatus(letter: LetterView): Readonly<Record<string, unknown>> {
  const {
    letterId,
    conversationId,
    reference,
    state,
    plan,
    channel,
    receivedAt,
    availableFrom,
    expiresAt,
    readDeadlineAt,
    lastFailure,
    dueAt,
  } = letter;
  return {
    letterId,
    conversationId,
    reference,
    status: state,
    channel,
    plan: plan && {
      outcome: plan.outcome,
      rule: plan.rule,
      reason: plan.reason,
      steps: plan.steps,
      skipped: plan.skipped,
      evidence: plan.evidence,
    },
    receivedAt,
    availableFrom,
    expiresAt,
    readDeadlineAt,
    nextTryAt: lastFailure === undefined ? undefined : dueAt,
    lastFailure,
  };
}

/** One receipt of the letter, as it was or will be published. */
export function timelineEntry(event: TimelineEvent): Readonly<Record<string, unknown>> {
  const { id, sequence, type, statusAfter, at, recordedAt, publishedAt, data } = event;
  return { id, sequence, type, status: statusAfter, time: at, recordedAt, publishedAt, ...data };
}
