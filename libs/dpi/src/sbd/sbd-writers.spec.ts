import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES, SECURITY_LEVELS } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { anOrder } from '#channels/testing/order-builder.js';
import { hasPublishedSchemas, publishedSchemaAccepts } from '../testing/published-schemas.js';
import { digitalSbd } from './digital-sbd.writer.js';
import { printAddressProblem } from './print-address.js';
import { printSbd } from './print-sbd.writer.js';
import { sbdProblems } from './sbd-shapes.js';

/** Any letter that the contract takes makes messages that the published schemas and our own shapes take. */
const schemaAccepts: typeof publishedSchemaAccepts = hasPublishedSchemas() ? publishedSchemaAccepts : () => true;
const text = (max: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }).map((some) => Array.from(some).slice(0, max).join(''));
const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const repeatAfterDays = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 10 });
const organisation = fc.stringMatching(/^\d{9}$/);

const letters = fc.record(
  {
    sender: fc.record(
      { organisationNumber: organisation, supplier: organisation, unit: text(100), invoiceReference: text(40) },
      { requiredKeys: ['organisationNumber'] },
    ),
    title: text(255),
    language: fc.constantFrom(...LANGUAGES),
    securityLevel: fc.constantFrom(...SECURITY_LEVELS),
    availableFrom: moment,
    expiresAt: moment,
    openReceipt: fc.boolean(),
    notification: fc.record(
      {
        email: fc.record({ text: text(500), repeatAfterDays }),
        sms: fc.record({ text: text(160), repeatAfterDays }),
      },
      { requiredKeys: [] },
    ),
    print: fc.record({
      colour: fc.constantFrom('black-and-white' as const, 'colour' as const),
      postage: fc.constantFrom('A' as const, 'B' as const),
      duplex: fc.boolean(),
      undeliverable: fc.constantFrom('return' as const, 'shred' as const),
    }),
  },
  { requiredKeys: ['sender'] },
);
const contact = (form: fc.Arbitrary<string>): fc.Arbitrary<{ value: string }> =>
  fc.oneof(form, text(30)).map((value) => ({ value }));
const notifiable = fc.record(
  { email: contact(fc.emailAddress()), mobile: contact(fc.stringMatching(/^\+\d{8,14}$/)) },
  { requiredKeys: [] },
);

const address: fc.Arbitrary<PostalAddress> = fc.oneof(
  fc.record({
    name: text(175),
    lines: fc.array(text(100), { minLength: 1, maxLength: 4 }),
    postalCode: fc.stringMatching(/^\d{4}$/),
    city: text(100),
  }),
  fc.record(
    {
      name: text(175),
      lines: fc.array(text(100), { minLength: 1, maxLength: 4 }),
      postalCode: text(20),
      city: text(100),
      countryCode: fc.constantFrom('SE', 'GB', 'US'),
    },
    { requiredKeys: ['name', 'lines', 'countryCode'] },
  ),
);
const facts = { provider: '984661185', digest: `${'A'.repeat(43)}=`, token: 'a.b.c', timeToLiveMs: 86_400_000 };

describe('whatever the letter', () => {
  it('its digital message holds', () => {
    fc.assert(
      fc.property(letters, notifiable, (letter, contacts) => {
        const mailbox = { providerOrganisation: '984661185', address: 'kari#1234' };
        const order = anOrder({ target: { kind: 'mailbox', mailbox }, letter, notifiable: contacts });
        const message = asSent(digitalSbd(order, { ...facts, mailboxAddress: mailbox.address }));
        expect(sbdProblems(message)).toEqual([]);
        expect(schemaAccepts('digital', message)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('its print message holds and has the whole address, or its address has a problem', () => {
    let held = 0;
    fc.assert(
      fc.property(letters, address, address, (letter, to, returnAddress) => {
        if (printAddressProblem(to) !== undefined || printAddressProblem(returnAddress) !== undefined) return;
        held += 1;
        const order = anOrder({ target: { kind: 'postal', address: to }, letter });
        const sbd = printSbd(order, { ...facts, address: to, returnAddress });
        const message = asSent(sbd);
        expect(sbdProblems(message)).toEqual([]);
        expect(schemaAccepts('utskrift', message)).toBe(true);
        const { mottaker } = sbd.standardBusinessDocument.utskrift;
        for (const part of [to.name, ...to.lines, to.postalCode ?? '', to.city ?? '', to.countryCode ?? ''])
          expect(printed(Object.values(mottaker).join(' '))).toContain(printed(part));
      }),
      { numRuns: 300 },
    );
    expect(held).toBeGreaterThan(100);
  });
});

function asSent(message: object): unknown {
  return JSON.parse(JSON.stringify(message));
}

function printed(some: string): string {
  return some.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF\s]/gu, '');
}
