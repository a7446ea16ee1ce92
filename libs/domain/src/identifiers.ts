/**
 * Number rules of Skatteetaten and Brønnøysundregistrene (registers reference 4.3). Person identifiers are eleven digits
 * DDMMYYIIIKK: day + 40 is a D-number, month + 80 a synthetic (Tenor) person, and both may be together. Two check digits,
 * modulus 11. Numbers with 40 added to the month are the health service's own (H-numbers): no register has them.
 *
 * From 2032 Skatteetaten relaxes the first check digit (remainder 0-3 is valid); `allow2032` turns that on for test
 * data that already uses it. Until then the old rule applies, which is also what Altinn checks.
 */
const WEIGHTS_K1 = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const WEIGHTS_K2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const WEIGHTS_ORGANISATION = [3, 2, 7, 6, 5, 4, 3, 2];
const ELEVEN_DIGITS = /^\d{11}$/;
const NINE_DIGITS = /^\d{9}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const D_NUMBER_DAYS = 40;
const SYNTHETIC_MONTHS = 80;
/** The century is not in the number, so a leap day may be right in any year. */
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export type PersonIdentifierProblem = 'NOT_ELEVEN_DIGITS' | 'INVALID_DATE' | 'WRONG_CHECK_DIGITS';

export interface PersonIdentifierRule {
  readonly allow2032: boolean;
}

/** Whom an installation may write to: `test` and `sandbox` have synthetic recipients only, `production` real ones only. */
export type MfEnvironment = 'production' | 'test' | 'sandbox';

/** The problem with an identifier, or undefined when it holds. */
export function personIdentifierProblem(
  value: string,
  rule: PersonIdentifierRule = { allow2032: false },
): PersonIdentifierProblem | undefined {
  if (!ELEVEN_DIGITS.test(value)) return 'NOT_ELEVEN_DIGITS';
  if (!hasValidDate(value)) return 'INVALID_DATE';
  const first = weightedSum(value, WEIGHTS_K1) % 11;
  const second = weightedSum(value, WEIGHTS_K2) % 11;
  const firstHolds = rule.allow2032 ? first <= 3 : first === 0;
  return firstHolds && second === 0 ? undefined : 'WRONG_CHECK_DIGITS';
}

export function isPersonIdentifier(value: string): boolean {
  return personIdentifierProblem(value) === undefined;
}

/** Synthetic persons (Tenor) have 80 added to the month. */
export function isSyntheticPerson(value: string): boolean {
  return Number(value.slice(2, 4)) > SYNTHETIC_MONTHS;
}

/** A D-number has 40 added to the day. */
export function isDNumber(value: string): boolean {
  return Number(value.slice(0, 2)) > D_NUMBER_DAYS;
}

/** Nine digits, modulus 11. Real ones begin with 8 or 9, synthetic ones with 2 or 3. */
export function isOrganisationNumber(value: string): boolean {
  if (!NINE_DIGITS.test(value)) return false;
  const check = (11 - (weightedSum(value, WEIGHTS_ORGANISATION) % 11)) % 11;
  return check !== 10 && check === Number(value[8]);
}

export function isSyntheticOrganisation(value: string): boolean {
  return value.startsWith('2') || value.startsWith('3');
}

/** Whether letters of this environment may go to synthetic recipients (and then to no others). */
export function takesSynthetic(environment: MfEnvironment): boolean {
  return environment !== 'production';
}

/** Of any version, in either case (RFC 9562). */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** ISO 6523 form, as DPI and Maskinporten write organisations. */
export function toIso6523(organisationNumber: string): string {
  return `0192:${organisationNumber}`;
}

/** The organisation number of `0192:…` (or the retired `9908:…`); undefined when it is neither. */
export function fromIso6523(value: string): string | undefined {
  const match = /^(?:0192|9908):(\d{9})$/.exec(value);
  return match?.[1];
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}

function hasValidDate(value: string): boolean {
  const day = Number(value.slice(0, 2)) - (isDNumber(value) ? D_NUMBER_DAYS : 0);
  const month = Number(value.slice(2, 4)) - (isSyntheticPerson(value) ? SYNTHETIC_MONTHS : 0);
  return day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0);
}
