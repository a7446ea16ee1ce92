/**
 * Why a call to a channel or a register did not succeed, and by that what may be done about it (design 5). Every
 * provider maps its own codes to this union in one pure table, `<provider>.errors.ts`.
 *
 * The rule that this union exists for: only `permanent` and `unreachable` are *confirmed*, so only they may end a
 * letter or lead it to another channel. A time-out or an unknown error never does, for then a legal letter could
 * arrive twice.
 */
export type Failure =
  TransientFailure | ThrottledFailure | PermanentFailure | UnreachableFailure | AmbiguousFailure | DefectFailure;

interface FailureBase {
  /** Stable, SCREAMING_SNAKE; catalogued in docs/errors.md. */
  readonly code: string;
  /** What happened and what to do next; no personal data. */
  readonly text: string;
  readonly cause?: unknown;
}

/** The provider certainly did not take the letter and may later: retried with back-off. */
export interface TransientFailure extends FailureBase {
  readonly kind: 'transient';
}

/** As transient, at the provider's own time; does not use up the retry budget. */
export interface ThrottledFailure extends FailureBase {
  readonly kind: 'throttled';
  readonly retryAt: Date;
}

/** Confirmed: this letter will never be accepted here as it is. `blame` says who must act. */
export interface PermanentFailure extends FailureBase {
  readonly kind: 'permanent';
  readonly blame: Blame;
}

/** Confirmed: this recipient cannot be served by this channel; the next step of the plan is taken. */
export interface UnreachableFailure extends FailureBase {
  readonly kind: 'unreachable';
}

/** The request may have been carried out, the answer is lost: ask `status()` or repeat with the same deposit id. */
export interface AmbiguousFailure extends FailureBase {
  readonly kind: 'ambiguous';
}

/** A fault in the gateway or its configuration; retried slowly and shown to operators. */
export interface DefectFailure extends FailureBase {
  readonly kind: 'defect';
}

export type FailureKind = Failure['kind'];
export type Blame = 'sender' | 'recipient' | 'channel' | 'gateway';

export function transient(code: string, text: string, cause?: unknown): TransientFailure {
  return { kind: 'transient', code, text, ...withCause(cause) };
}

export function throttled(code: string, text: string, retryAt: Date): ThrottledFailure {
  return { kind: 'throttled', code, text, retryAt };
}

export function permanent(code: string, text: string, blame: Blame, cause?: unknown): PermanentFailure {
  return { kind: 'permanent', code, text, blame, ...withCause(cause) };
}

export function unreachable(code: string, text: string, cause?: unknown): UnreachableFailure {
  return { kind: 'unreachable', code, text, ...withCause(cause) };
}

export function ambiguous(code: string, text: string, cause?: unknown): AmbiguousFailure {
  return { kind: 'ambiguous', code, text, ...withCause(cause) };
}

export function defect(code: string, text: string, cause?: unknown): DefectFailure {
  return { kind: 'defect', code, text, ...withCause(cause) };
}

function withCause(cause: unknown): { cause?: unknown } {
  return cause === undefined ? {} : { cause };
}
