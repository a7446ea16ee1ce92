import type { Failure } from '#domain/failure.js';

/**
 * When to try again. Exponential with full jitter (a uniform draw from nothing to the bound), so that letters that
 * failed together do not come back together. Throttled calls come back when the provider says and do not use up the
 * budget; a defect is a fault of ours, comes back slower and is shown to operators soon.
 */
export type Retry =
  { readonly kind: 'retry'; readonly dueAt: Date; readonly attempts: number } | { readonly kind: 'hold' };

interface Schedule {
  readonly firstMs: number;
  readonly mostMs: number;
  /** Failed attempts after which the letter is held. */
  readonly budget: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** About a day and a half of half-hourly tries: an outage over a night ends without anybody's help. */
const OUTAGE: Schedule = { firstMs: SECOND, mostMs: 30 * MINUTE, budget: 120 };
const DEFECT: Schedule = { firstMs: 5 * SECOND, mostMs: 10 * MINUTE, budget: 8 };
const THROTTLE_JITTER_MS = 2 * SECOND;
const THROTTLE_MOST_MS = 60 * MINUTE;

/** `attempts` counts the failures before this one; `random` is uniform in [0, 1). */
export function scheduleRetry(failure: Failure, attempts: number, now: Date, random: () => number): Retry {
  if (failure.kind === 'throttled') {
    const wait = Math.min(Math.max(failure.retryAt.getTime() - now.getTime(), 0), THROTTLE_MOST_MS);
    return { kind: 'retry', dueAt: later(now, wait + random() * THROTTLE_JITTER_MS), attempts };
  }
  const schedule = failure.kind === 'defect' ? DEFECT : OUTAGE;
  if (attempts + 1 >= schedule.budget) return { kind: 'hold' };
  const bound = Math.min(schedule.firstMs * 2 ** Math.min(attempts, 30), schedule.mostMs);
  return { kind: 'retry', dueAt: later(now, random() * bound), attempts: attempts + 1 };
}

/** A full bulkhead or an open circuit: soon again, spread out, without counting as an attempt. */
export function scheduleBusy(waitMs: number, now: Date, random: () => number): Date {
  return later(now, waitMs * (1 + random()));
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
