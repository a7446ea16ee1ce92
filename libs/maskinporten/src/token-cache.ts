import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { IssuedToken } from './token-answer.js';

/**
 * Tokens, and refusals, by what they were asked for.
 *
 * A token is used until 30 seconds before it expires, or for half of its life when that is under a minute: those who
 * come later would otherwise each ask for one. A refusal that only a human can mend is given again for ten seconds and
 * one that names a time until then, so that ten thousand letters without a delegation are not ten thousand calls; what
 * is transient is not kept, for the next try may well succeed.
 *
 * The cache is bounded: whoever has not been used for the longest time goes first. Times are by the domain clock, which
 * may be set back: what seems to be of the future is not used.
 */
const REFRESH_BEFORE_EXPIRY_MS = 30_000;
const KEEP_DEFECT_MS = 10_000;
const MOST_ENTRIES = 5_000;

interface Entry {
  readonly result: Result<string, Failure>;
  readonly from: number;
  readonly until: number;
}

export class TokenCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly mostEntries = MOST_ENTRIES) {}

  get size(): number {
    return this.entries.size;
  }

  /** What is still good at `now`. */
  get(key: string, now: Date): Result<string, Failure> | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    const time = now.getTime();
    if (time < entry.from || time >= entry.until) return undefined;
    // Last in the map is last used.
    this.entries.set(key, entry);
    return entry.result;
  }

  /** `askedAt`: from when its lifetime counts, at the latest. */
  keep(key: string, token: IssuedToken, askedAt: Date): void {
    const lifetimeMs = token.expiresIn * 1_000;
    const usable = lifetimeMs - Math.min(REFRESH_BEFORE_EXPIRY_MS, lifetimeMs / 2);
    this.set(key, { result: ok(token.accessToken), from: askedAt.getTime(), until: askedAt.getTime() + usable });
  }

  keepRefusal(key: string, failure: Failure, now: Date): void {
    const until = refusedUntil(failure, now);
    if (until > now.getTime()) this.set(key, { result: err(failure), from: now.getTime(), until });
  }

  /** Drops this token and no newer one. */
  forget(accessToken: string): void {
    for (const [key, { result }] of this.entries) {
      if (result.ok && result.value === accessToken) this.entries.delete(key);
    }
  }

  private set(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.mostEntries) return;
      this.entries.delete(oldest);
    }
  }
}

function refusedUntil(failure: Failure, now: Date): number {
  switch (failure.kind) {
    case 'throttled':
      return failure.retryAt.getTime();
    case 'defect':
    case 'permanent':
    case 'unreachable':
      return now.getTime() + KEEP_DEFECT_MS;
    case 'transient':
    case 'ambiguous':
      return now.getTime();
  }
}
