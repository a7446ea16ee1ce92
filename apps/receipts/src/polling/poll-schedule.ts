import { assertNever } from '#domain/assert-never.js';
import type { Failure } from '#domain/failure.js';
import type { PollPace } from './poll-pace.js';

/** A deposit is asked about again after a twentieth of its age: seconds for a fresh one, an hour for one of yesterday. */
const PART_OF_AGE = 20;
const FAILURE_FIRST_MS = 1_000;
const FAILURE_MOST_MS = 60_000;
/** A provider that asks for fewer calls is given the time it names; a wrong header must not silence it for days. */
const THROTTLED_MOST_MS = 3_600_000;
const IDLE_GROWTH = 1.5;

/**
 * When to ask a channel without an inbox about a deposit again. `since` is when the channel got it; domain time.
 * `tells`: whether the channel calls us when something happens, so that asking is for what got lost.
 */
export function nextStatusPoll(since: Date, now: Date, pace: PollPace, tells: 'by-itself' | 'when-asked'): Date {
  const age = Math.max(0, now.getTime() - since.getTime());
  const least = tells === 'by-itself' ? pace.reconcileMinMs : pace.statusMinMs;
  const wait = Math.min(Math.max(pace.statusMaxMs, least), Math.max(least, age / PART_OF_AGE));
  return new Date(now.getTime() + wait);
}

/** The wait after a look that found nothing; grows from the smallest to the greatest. */
export function nextIdleWait(previousMs: number, pace: PollPace): number {
  return Math.min(pace.inboxMaxMs, Math.max(pace.inboxMinMs, previousMs * IDLE_GROWTH));
}

/** Milliseconds after the `failures`th failure in a row: the provider's own time when it names one. */
export function failureWait(failure: Failure, failures: number, now: Date): number {
  const backOff = Math.min(FAILURE_MOST_MS, FAILURE_FIRST_MS * 2 ** Math.min(failures - 1, 10));
  switch (failure.kind) {
    case 'throttled':
      return Math.min(THROTTLED_MOST_MS, Math.max(FAILURE_FIRST_MS, failure.retryAt.getTime() - now.getTime()));
    case 'transient':
    case 'ambiguous':
      return backOff;
    case 'permanent':
    case 'unreachable':
    case 'defect':
      return FAILURE_MOST_MS;
    default:
      return assertNever(failure, 'failure');
  }
}
