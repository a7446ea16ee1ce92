import type { FieldErrorCode } from './field-error.js';
import type { JsonSchema } from './json-schema.js';

/**
 * What one field of the message must be: checked by `check`, told to others by `schema`. Both live in one object so
 * that the published JSON Schema and the parser cannot drift apart; a spec holds them to the same samples.
 */
export interface FieldRule {
  readonly schema: JsonSchema;
  /** The first problem with a value that is present; undefined when it holds. */
  check(value: unknown): FieldProblem | undefined;
}

export interface FieldProblem {
  readonly code: FieldErrorCode;
  readonly text: string;
  /** The entries of a list that are wrong, each named by its place; then the list itself is not. */
  readonly entries?: readonly EntryProblem[];
}

export interface EntryProblem {
  readonly index: number;
  readonly code: FieldErrorCode;
  readonly text: string;
}

export function problem(code: FieldErrorCode, text: string): FieldProblem {
  return { code, text };
}

/** Every entry of a list that `check` finds something wrong with; undefined when there is none. */
export function entryProblems(
  list: readonly unknown[],
  check: (entry: unknown) => FieldProblem | undefined,
): FieldProblem | undefined {
  const entries = list.flatMap((entry, index) => {
    const wrong = check(entry);
    return wrong === undefined ? [] : [{ index, code: wrong.code, text: wrong.text }];
  });
  const [first] = entries;
  return first === undefined ? undefined : { code: first.code, text: first.text, entries };
}

/** A JSON value of another type than asked for; null has its own words, since many serialisers write it for "absent". */
export function wrongType(value: unknown, wanted: string): FieldProblem {
  return problem('WRONG_TYPE', value === null ? `Is null; give ${wanted} or leave the field out.` : `Give ${wanted}.`);
}
