import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDigitalSbd, aPrintSbd, FULL_LETTER } from '../testing/example-messages.js';
import { everyMutation, someDamage, type Damage } from '../testing/json-mutations.js';
import { hasPublishedSchemas, publishedSchemaAccepts } from '../testing/published-schemas.js';
import { anSbd, aFullSbd } from '../testing/sbd-arbitraries.js';
import { STRICTER_RULES, stricterRuleOf } from '../testing/stricter-rules.js';
import { isRecord } from './json-shape.js';
import { sbdProblems } from './sbd-shapes.js';
import { isReceiptType, SBD_TYPES, type SbdType } from './sbd-type.js';

/**
 * Our shapes beside the published JSON Schemas, in both directions: what we take, they take, but for one looser rule;
 * what they take and we do not, falls under one of the named stricter rules.
 */
const UUID = 'ff88849c-e281-4809-8555-7cd54952b916';
const LENGTHS = [0, 1, 2, 3, 40, 41, 80, 81, 100, 101, 160, 161, 255, 256, 500, 501];
const damage: Damage = {
  keys: [
    ...['extra', '__proto__', 'constructor', 'scopeInformation', 'expectedResponseDateTime', 'maskinportentoken'],
    ...['land', 'landkode', 'postnummer', 'poststed', 'adresselinje4', 'avsenderidentifikator', 'detaljer'],
  ],
  values: [
    ...LENGTHS.map((length) => 'x'.repeat(length)),
    ...[2, 40, 100, 255].map((length) => '😀'.repeat(length)),
    ...[7, 8, 20, 21].flatMap((length) => ['1'.repeat(length), `+${'1'.repeat(length - 1)}`]),
    ...[null, true, false, -1, 0, 2, 3, 4, 4.5, 5, 25, 26, '4', ' ', [], {}, [[]], [null], ['1']],
    ...[[0, 0], [0], [25], [26], [-1], [1.5], Array.from({ length: 10 }, (_, day) => day), Array(11).fill(1)],
    ...['0192:313000001', '9908:313000001', 'a0192:313000001', '0192:313000001\n', '0192:<orgnr>', '0007:313000001'],
    ...['iso6523-actorid-upis', '1.0', '2.0', 'ConversationId', 'epost', 'sms', 'SMS', 'KLIENT', 'SERVER', 'klient'],
    ...['A', 'B', 'C', 'FARGE', 'SORT_HVIT', 'SORT_HVITT', 'DIREKTE_RETUR', 'MAKULERING_MED_MELDING', 'NO', 'N1'],
    ...[UUID, UUID.toUpperCase(), `urn:uuid:${UUID}`, `${UUID}0`, UUID.replaceAll('-', '')],
    ...['2026-02-28', '2026-02-29', '2024-02-29', '2026-13-01', '2026-2-1', '0000-01-01', '2026-02-28Z'],
    ...['2026-02-28T10:00:00Z', '2026-02-28t10:00:00z', '2026-02-30T10:00:00Z', '2026-02-28T10:00:00'],
    ...['2026-02-28 10:00:00Z', '2026-02-28T24:00:00Z', '2026-02-28T10:00:00+0100', '2026-02-28T10:00:00+24:00'],
    ...['2026-02-28T10:00:00.5+14:00', '2016-12-31T23:59:60Z', '2026-02-28T10:00Z', '2026-02-28T10:00:00.Z'],
    ...['a@b', 'a@b.no', 'å@b.no', 'a@b.no ', 'a..b@c.no', '"a"@b.no', `${'a'.repeat(250)}@b.no`],
    ...['+47 999 99 999', '(47) 99999999', '+'.repeat(9), '0001', '00010', '٠٠٠١'],
    ...['http://www.w3.org/2001/04/xmlenc#sha256', 'A'.repeat(43), `${'A'.repeat(43)}=`, 'ab'.repeat(32)],
  ],
};

(hasPublishedSchemas() ? describe : describe.skip)('beside the published schemas', () => {
  describe.each(SBD_TYPES)('%s', (type) => {
    it('is taken by both, whatever a good one holds', () => {
      fc.assert(
        fc.property(anSbd(type), (message) => {
          expect(sbdProblems(message)).toEqual([]);
          expect(publishedSchemaAccepts(type, message)).toBe(true);
        }),
        { numRuns: 50 },
      );
    });

    it('is judged alike after every single change, but for the named rules', () => {
      const message = aFullSbd(type);
      const { [type]: body } = message.standardBusinessDocument;
      const differences: string[] = [];
      // The header is the same for all.
      for (const { what, change, undo } of everyMutation(type === 'digital' ? message : { [type]: body }, damage)) {
        change();
        differences.push(...differencesIn(type, message).map((difference) => `${what()}: ${difference}`));
        undo();
      }
      expect(differences).toEqual([]);
      // All changes were taken back.
      expect(sbdProblems(message)).toEqual([]);
    });

    it('is judged alike after several changes at once, but for the named rules', () => {
      fc.assert(
        fc.property(anSbd(type), someDamage(damage), (message, damaged) => {
          const changed = damaged(message);
          expect({ changed, differences: differencesIn(type, changed) }).toEqual({ changed, differences: [] });
        }),
        { numRuns: 100 },
      );
    });
  });

  it.each(STRICTER_RULES.map((rule) => [rule.name, rule] as const))('stricter: %s', (_name, rule) => {
    const { message, at, value } = rule.example;
    const changed = replaced(message === 'digital' ? aDigitalSbd(FULL_LETTER) : aPrintSbd(), at, value);
    expect(publishedSchemaAccepts(message, changed)).toBe(true);
    expect(sbdProblems(changed).map(stricterRuleOf)).toEqual([rule]);
  });

  it('looser: a receipt may have the token that the schema took out', () => {
    fc.assert(
      fc.property(anSbd('leveringskvittering'), (message) => {
        const changed = replaced(message, ['leveringskvittering', 'maskinportentoken'], 'a.b.c');
        expect(sbdProblems(changed)).toEqual([]);
        expect(publishedSchemaAccepts('leveringskvittering', changed)).toBe(false);
      }),
      { numRuns: 5 },
    );
  });
});

/** What ours and the schema do not agree on, and no rule explains. */
function differencesIn(type: SbdType, message: unknown): readonly string[] {
  const problems = sbdProblems(message);
  const isValid = publishedSchemaAccepts(type, isReceiptType(type) ? withoutToken(type, message) : message);
  if (problems.length === 0) return isValid ? [] : ['ours takes what the schema refuses'];
  if (!isValid) return [];
  return problems
    .filter((problem) => stricterRuleOf(problem) === undefined)
    .map(({ path, rule }) => `the schema takes what ours refuses: ${path} ${rule}`);
}

/** The one looser rule: a token in a receipt, as long as it is a text. */
function withoutToken(type: SbdType, message: unknown): unknown {
  const copy: unknown = structuredClone(message);
  const document = isRecord(copy) ? copy['standardBusinessDocument'] : undefined;
  const body = isRecord(document) ? document[type] : undefined;
  if (isRecord(body) && typeof body['maskinportentoken'] === 'string')
    Reflect.deleteProperty(body, 'maskinportentoken');
  return copy;
}

function replaced(message: unknown, at: readonly string[], value: unknown): unknown {
  const copy: unknown = structuredClone(message);
  const parents = ['standardBusinessDocument', ...at];
  const last = parents.pop() ?? '';
  const parent = parents.reduce((here: unknown, name) => Reflect.get(Object(here) as object, name) as unknown, copy);
  if (value === undefined) Reflect.deleteProperty(Object(parent) as object, last);
  else Reflect.set(Object(parent) as object, last, value);
  return copy;
}
