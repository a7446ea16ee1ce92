import { describe, expect, it } from '@jest/globals';
import { isPersonIdentifier, personIdentifierProblem } from '#domain/identifiers.js';
import type { ParseRules } from './parse-outcome.js';
import { parseLetterMessage } from './parse-letter-message.js';
import { sampleLetter } from './testing/sample-letter.js';

const RULES: ParseRules = { environment: 'sandbox', channels: ['digipost', 'print'], priority: 'normal' };

function errors(message: unknown, rules: Partial<ParseRules> = {}): string[] {
  const outcome = parseLetterMessage(Buffer.from(JSON.stringify(message)), { ...RULES, ...rules });
  return outcome.kind === 'invalid' ? outcome.errors.map(({ field, code }) => `${field} ${code}`) : [];
}

describe('the recipient of a letter', () => {
  it('takes real organisations in production only, and synthetic ones everywhere else', () => {
    const to = (organisationNumber: string): unknown => sampleLetter({ recipient: { organisationNumber } });
    const [real, synthetic] = [to('984661185'), to('311000101')];
    expect(errors(synthetic, { environment: 'sandbox' })).toEqual([]);
    expect(errors(synthetic, { environment: 'test' })).toEqual([]);
    expect(errors(synthetic, { environment: 'production' })).toEqual([
      'recipient.organisationNumber SYNTHETIC_NOT_ALLOWED',
    ]);
    expect(errors(real, { environment: 'production' })).toEqual([]);
    for (const environment of ['test', 'sandbox'] as const) {
      expect(errors(real, { environment })).toEqual(['recipient.organisationNumber REAL_ORGANISATION_NOT_ALLOWED']);
    }
  });

  it('takes the check digits of 2032 only when they are turned on', () => {
    const letter = sampleLetter({ recipient: { personIdentifier: personOf2032() } });
    expect(errors(letter)).toEqual(['recipient.personIdentifier WRONG_CHECK_DIGITS']);
    expect(errors(letter, { identifierRule: { allow2032: true } })).toEqual([]);
  });

  it('refuses synthetic persons in production', () => {
    expect(errors(sampleLetter(), { environment: 'production' })).toEqual([
      'recipient.personIdentifier SYNTHETIC_NOT_ALLOWED',
    ]);
  });
});

/** Holds by the rule of 2032 alone. */
function personOf2032(): string {
  for (let rest = 0; rest < 100_000; rest += 1) {
    const candidate = `209146${String(rest).padStart(5, '0')}`;
    const holds = personIdentifierProblem(candidate, { allow2032: true }) === undefined;
    if (holds && !isPersonIdentifier(candidate)) return candidate;
  }
  throw new Error('No identifier found.');
}
