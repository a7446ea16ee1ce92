/**
 * A call that may fail for a reason the caller must act on returns a Result; exceptions are left for defects.
 * Shape: `{ ok: true, value }` or `{ ok: false, error }`, so that a switch on `ok` narrows both sides.
 */
export type Result<Value, Failed> = Ok<Value> | Err<Failed>;

export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Err<Failed> {
  readonly ok: false;
  readonly error: Failed;
}

export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

export function err<Failed>(error: Failed): Err<Failed> {
  return { ok: false, error };
}
