import { isOrganisationNumber, personIdentifierProblem } from '#domain/identifiers.js';
import { problem, wrongType, type FieldProblem, type FieldRule } from './field-rule.js';

/**
 * Rules for the fields that are strings. Control characters are refused everywhere: a NUL cannot be stored by
 * PostgreSQL, and the rest has no place in a title that mailboxes show. Length is counted as JSON Schema does, in
 * Unicode code points.
 */
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const SHA256 = /^[0-9a-fA-F]{64}$/;
const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const ONE_LINE = '^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$';
const SEVERAL_LINES = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ud800-\\udfff]*$';

export interface TextLimits {
  readonly max: number;
  /** `several` allows line breaks and tabs. */
  readonly lines?: 'one' | 'several';
}

/** One to `max` characters. */
export function textRule({ max, lines = 'one' }: TextLimits): FieldRule {
  const pattern = lines === 'one' ? ONE_LINE : SEVERAL_LINES;
  const allowed = new RegExp(pattern, 'u');
  return {
    schema: { type: 'string', minLength: 1, maxLength: max, pattern },
    check(value) {
      if (typeof value !== 'string') return wrongType(value, 'a text');
      if (value.length === 0)
        return problem('TOO_SHORT', `Is empty; give 1 to ${max} characters or leave the field out.`);
      if (value.length > max && codePoints(value) > max) return problem('TOO_LONG', `Shorten it to ${max} characters.`);
      if (!allowed.test(value)) {
        return problem('NOT_ALLOWED_VALUE', 'Remove the control characters and broken surrogate pairs.');
      }
      return undefined;
    },
  };
}

/** A file name that is safe in a ZIP and on any disk: no path separators, no leading dot. */
export function fileNameRule(): FieldRule {
  const text = textRule({ max: 255 });
  const pattern = '^[^./\\\\:*?"<>|\\u0000-\\u001f\\u007f][^/\\\\:*?"<>|\\u0000-\\u001f\\u007f]*$';
  const allowed = new RegExp(pattern, 'u');
  return {
    schema: { ...text.schema, pattern },
    check: (value) =>
      text.check(value) ??
      (allowed.test(String(value))
        ? undefined
        : problem(
            'NOT_ALLOWED_VALUE',
            'Give the name alone, without folders and without any of / \\ : * ? " < > | or a leading dot.',
          )),
  };
}

export function uuidRule(): FieldRule {
  return patternRule(
    UUID,
    { format: 'uuid' },
    problem('NOT_A_UUID', 'Give a UUID, eight-four-four-four-twelve hexadecimal digits.'),
  );
}

export function sha256Rule(): FieldRule {
  return patternRule(SHA256, {}, problem('NOT_ALLOWED_VALUE', 'Give the SHA-256 digest as 64 hexadecimal digits.'));
}

/** Date and time with an offset; the date must exist. */
export function instantRule(): FieldRule {
  const invalid = problem(
    'INVALID_DATE',
    'Give a date and time that exists, with an offset, as in 2026-11-22T09:00:00+01:00.',
  );
  return {
    schema: { type: 'string', format: 'date-time', pattern: RFC3339.source },
    check(value) {
      if (typeof value !== 'string') return wrongType(value, 'a date and time');
      const match = RFC3339.exec(value);
      if (match === null) return invalid;
      const [, year, month, day] = match.map(Number);
      const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
      return date.getUTCMonth() + 1 === month && date.getUTCDate() === day ? undefined : invalid;
    },
  };
}

export function personIdentifierRule(): FieldRule {
  return {
    schema: { type: 'string', pattern: '^\\d{11}$' },
    check(value) {
      if (typeof value !== 'string') return wrongType(value, 'the eleven digits as a text');
      // The stricter rule of today is a matter of configuration: cross-field-rules.ts.
      switch (personIdentifierProblem(value, { allow2032: true })) {
        case undefined:
          return undefined;
        case 'NOT_ELEVEN_DIGITS':
          return problem('WRONG_CHECK_DIGITS', 'Give a fødselsnummer or D-number: exactly eleven digits.');
        case 'INVALID_DATE':
          return problem(
            'WRONG_CHECK_DIGITS',
            'The first six digits are not a date; check the fødselsnummer or D-number.',
          );
        case 'WRONG_CHECK_DIGITS':
          return problem(
            'WRONG_CHECK_DIGITS',
            'The check digits do not match; check the fødselsnummer or D-number for typing errors.',
          );
      }
    },
  };
}

export function organisationNumberRule(): FieldRule {
  return {
    schema: { type: 'string', pattern: '^\\d{9}$' },
    check(value) {
      if (typeof value !== 'string') return wrongType(value, 'the nine digits as a text');
      if (isOrganisationNumber(value)) return undefined;
      return problem('WRONG_CHECK_DIGITS', 'Give an organisation number of nine digits with a matching check digit.');
    },
  };
}

/** `PnD`, n from 1 to 365. */
export function wholeDaysRule(): FieldRule {
  const days = /^P(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])D$/;
  return patternRule(days, {}, problem('OUT_OF_RANGE', 'Give whole days from P1D to P365D, for example P2D.'));
}

function patternRule(pattern: RegExp, schema: { format?: string }, otherwise: FieldProblem): FieldRule {
  return {
    schema: { type: 'string', ...schema, pattern: pattern.source },
    check(value) {
      if (typeof value !== 'string') return wrongType(value, 'a text');
      return pattern.test(value) ? undefined : otherwise;
    },
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1, count += 1) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) index += 1;
  }
  return count;
}
