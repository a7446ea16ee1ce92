import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { GENERAL_RULES } from '#routing/general-rules.js';
import { ORGANISATION_RULES } from '#routing/organisation-rules.js';
import { PERSON_RULES } from '#routing/person-rules.js';

const README = readFileSync(resolve(import.meta.dirname, '../../../libs/routing/README.md'), 'utf8');

it('lists every rule, persons in their order', () => {
  for (const { id } of [...GENERAL_RULES, ...ORGANISATION_RULES]) expect(README).toContain(id);
  const listed = [...README.matchAll(/^\| \d+ +\| (\w+)/gm)].map(([, id]) => id);
  expect(listed).toEqual([...GENERAL_RULES, ...PERSON_RULES].map(({ id }) => id));
});
