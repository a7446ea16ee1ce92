import { describe, expect, it } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import fc from 'fast-check';
import type { DepositTarget } from '#channels/deposit-order.js';
import { aDocument, anOrder, TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import { LANGUAGES, LEGAL_EFFECTS, type Letter } from '#domain/letter.js';
import { ALTINN_CAPABILITIES } from './altinn.capabilities.js';
import { toAttachments, toCorrespondence } from './altinn.mapper.js';
import { textFailure } from './altinn-text-checks.js';
import { altinnSchema, hasPublishedAltinn } from './testing/published-altinn.js';

const at = new Date('2026-11-23T10:00:00Z');
const text = (max: number): fc.Arbitrary<string> => fc.string({ unit: 'binary', minLength: 1, maxLength: max });
const notice = (max: number): fc.Arbitrary<NonNullable<Letter['notification']['email']>> =>
  fc.record({
    text: text(max),
    repeatAfterDays: fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 3 }),
  });

const letters = fc.record(
  {
    title: text(255),
    summary: text(1_000),
    language: fc.constantFrom(...LANGUAGES),
    legalEffect: fc.constantFrom(...LEGAL_EFFECTS),
    availableFrom: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
    notification: fc.record({ email: notice(500), sms: notice(160) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const targets = fc.constantFrom<DepositTarget>(
  { kind: 'person', personIdentifier: TEST_PERSON },
  { kind: 'organisation', organisationNumber: TEST_ORGANISATION },
);
const documents = fc.array(
  fc
    .record({ title: text(255), fileName: text(255), mediaType: fc.constantFrom(...ALTINN_CAPABILITIES.mediaTypes) })
    .map((wishes) => ({ ...aDocument(wishes), title: wishes.title })),
  { minLength: 1, maxLength: 4 },
);
const resources = fc.record(
  { id: fc.constant('brev'), isConfidential: fc.boolean(), owner: fc.constant(TEST_ORGANISATION) },
  { requiredKeys: ['id', 'isConfidential'] },
);

const deadlines = fc.option(fc.integer({ min: 1, max: 365 }), { nil: undefined });

const available = hasPublishedAltinn();

(available ? describe : describe.skip)("what the gateway writes, by Altinn's OpenAPI document", () => {
  const check = (validate: ValidateFunction, body: unknown): void => {
    // As it goes over the wire: undefined is not sent.
    expect(validate(JSON.parse(JSON.stringify(body))) ? [] : validate.errors).toEqual([]);
  };

  it('every letter is an InitializeCorrespondencesExt', () => {
    const validate = altinnSchema('InitializeCorrespondencesExt');
    let sent = 0;
    fc.assert(
      fc.property(letters, targets, resources, deadlines, (letter, target, resource, days) => {
        const order = anOrder({ target, letter, at, ...(days === undefined ? {} : { readDeadlineWorkingDays: days }) });
        if (textFailure(order, resource) !== undefined) return;
        sent += 1;
        const ids = ['5f0c2a44-7f6b-4d0e-8a77-2a3e7d9b1c55'];
        check(validate, toCorrespondence(order, resource, ids));
      }),
      { numRuns: 500 },
    );
    expect(sent).toBeGreaterThan(300);
  });

  it('every document is an InitializeAttachmentExt', () => {
    const validate = altinnSchema('InitializeAttachmentExt');
    fc.assert(
      fc.property(documents, targets, (list, target) => {
        for (const { metadata } of toAttachments(anOrder({ target, documents: list, at }), 'brev')) {
          check(validate, { ...metadata, checksum: 'd41d8cd98f00b204e9800998ecf8427e' });
        }
      }),
    );
  });

  it('would see a field that is misspelt, too long or missing', () => {
    const validate = altinnSchema('InitializeCorrespondencesExt');
    const good = toCorrespondence(
      anOrder({ target: { kind: 'person', personIdentifier: TEST_PERSON } }),
      { id: 'brev', isConfidential: false },
      [],
    );
    const { correspondence } = good;
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, idempotencyKey: good.idempotentKey })).toBe(false);
    expect(validate({ ...good, recipients: ['9999'] })).toBe(false);
    const content = { ...correspondence.content, messageTitle: 'x'.repeat(256) };
    expect(validate({ ...good, correspondence: { ...correspondence, content } })).toBe(false);
    const { resourceId: _resourceId, ...without } = correspondence;
    expect(validate({ ...good, correspondence: without })).toBe(false);
  });
});
