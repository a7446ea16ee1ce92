import { describe, expect, it } from '@jest/globals';
import { GENERAL_RULES } from './general-rules.js';
import { ORGANISATION_RULES } from './organisation-rules.js';
import { PERSON_RULES } from './person-rules.js';

const RULES = [...GENERAL_RULES, ...PERSON_RULES, ...ORGANISATION_RULES];

describe('the rules', () => {
  it('have ids of their own', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it.each(RULES)('$id explains itself in both languages and names its source', ({ reason, source }) => {
    expect(reason.nb).toMatch(/^[A-ZÆØÅ].{15,}\.$/);
    expect(reason.en).toMatch(/^[A-Z].{15,}\.$/);
    expect(source).not.toBe('');
  });

  it.each([PERSON_RULES, ORGANISATION_RULES])('end with one that applies to everything', (...rules) => {
    const last = rules.at(-1);
    expect(last?.applies.length).toBe(0);
  });
});
