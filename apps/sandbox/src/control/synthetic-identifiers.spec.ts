import { describe, expect, it } from '@jest/globals';
import { realLookingPerson } from '#channels/testing/real-looking-person.js';
import { ControlProblem } from './control-problem.js';
import {
  requireSyntheticDocument,
  requireSyntheticOrganisation,
  requireSyntheticPerson,
} from './synthetic-identifiers.js';

const REAL_LOOKING = realLookingPerson();
const SYNTHETIC = '20914695016';

/** The problem that was thrown. */
function refusal(put: () => void): unknown {
  try {
    put();
  } catch (problem) {
    return problem;
  }
  return undefined;
}

const PUTS: Readonly<Record<string, (value: unknown) => void>> = {
  person: (value) => {
    requireSyntheticPerson(String(value));
  },
  organisation: (value) => {
    requireSyntheticOrganisation(String(value));
  },
  document: requireSyntheticDocument,
};

describe('the sandbox', () => {
  it.each([
    ['person', SYNTHETIC],
    ['organisation', '312508729'],
    ['document', { identifikasjonsnummer: [{ foedselsEllerDNummer: SYNTHETIC }], antall: 3, tom: null }],
  ])('keeps a synthetic %s', (what, value) => {
    expect(refusal(() => PUTS[what]?.(value))).toBeUndefined();
  });

  it.each([
    ['person', REAL_LOOKING],
    ['person', '20914695017'],
    ['organisation', '984661185'],
    ['organisation', '312508728'],
    ['document', { identifikasjonsnummer: [{ foedselsEllerDNummer: REAL_LOOKING }] }],
    ['document', { familierelasjon: { relatertPerson: REAL_LOOKING } }],
  ])('refuses a %s that is %j, without repeating the number', (what, value) => {
    const problem = refusal(() => PUTS[what]?.(value));
    expect(problem).toBeInstanceOf(ControlProblem);
    expect(JSON.stringify(problem, Object.getOwnPropertyNames(problem)).replace(/"stack":"[^"]*"/, '')).not.toMatch(
      /\d{9}/,
    );
  });
});
