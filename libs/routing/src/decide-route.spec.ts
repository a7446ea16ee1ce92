import { describe, expect, it } from '@jest/globals';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { Letter } from '#domain/letter.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import { decideRoute } from './decide-route.js';
import type { RoutingContext } from './routing-context.js';
import {
  ADDRESS,
  CHANNELS,
  delivery,
  EBOKS,
  letter,
  MUNICIPAL,
  organisation,
  person,
  personWithout,
  STATE,
  withDocument,
  withoutAddress,
} from './testing/routing-cases.js';

type Case = readonly [name: string, letter: Letter, facts: RecipientFacts, context: RoutingContext, expected: string];

const INFORMATION = { legalEffect: 'information' } as const;
const ADDRESSED = letter({ recipient: { kind: 'address', postalAddress: ADDRESS } });
const COMPANY = letter({ recipient: { kind: 'organisation', organisationNumber: '313000001' } });
const OLD = new Date('2025-05-22T00:00:00Z');
const NEW = new Date('2025-05-24T00:00:00Z');

/** `expected` reads `RULE outcome channel>channel`. */
const CASES: readonly Case[] = [
  ['mailbox, state', letter(), person(), STATE, 'ACTIVE_MAILBOX deliver digipost>print'],
  ['mailbox, municipal', letter(), person(), MUNICIPAL, 'ACTIVE_MAILBOX deliver digipost>altinn>print'],
  ['e-Boks', letter(), person({ mailbox: box(EBOKS) }), STATE, 'ACTIVE_MAILBOX deliver eboks>print'],
  ['no mailbox, state', letter(), personWithout('mailbox'), STATE, 'NO_MAILBOX deliver print'],
  ['no mailbox, municipal', letter(), personWithout('mailbox'), MUNICIPAL, 'NO_MAILBOX deliver altinn>print'],
  ['provider unknown', letter(), person({ mailbox: box('999999999') }), STATE, 'NO_MAILBOX deliver print'],
  ['certificate expired', letter(), person({ mailbox: box(EBOKS, '2026-11-01') }), STATE, 'NO_MAILBOX deliver print'],
  [
    'deleted in KRR, information',
    letter(INFORMATION),
    person({ status: 'SLETTET' }),
    STATE,
    'NO_MAILBOX deliver print',
  ],
  ['reserved, decision', letter(), person({ reserved: true }), STATE, 'RESERVED deliver print'],
  [
    'reserved, important',
    letter({ legalEffect: 'important' }),
    person({ reserved: true }),
    STATE,
    'RESERVED deliver print',
  ],
  [
    'reserved, information',
    letter(INFORMATION),
    person({ reserved: true }),
    STATE,
    'ACTIVE_MAILBOX deliver digipost>print',
  ],
  ['KRR says not notifiable', letter(), person({ canBeNotified: false }), STATE, 'NOT_NOTIFIABLE deliver print'],
  ['no contact points', letter(), personWithout('contactPoints'), STATE, 'NOT_NOTIFIABLE deliver print'],
  [
    'contact 18 months old',
    letter(),
    person({ email: { value: 'a', updated: OLD } }),
    STATE,
    'NOT_NOTIFIABLE deliver print',
  ],
  [
    'contact a day younger',
    letter(),
    person({ email: { value: 'a', verified: NEW } }),
    STATE,
    'ACTIVE_MAILBOX deliver digipost>print',
  ],
  [
    'stale e-mail, fresh mobile',
    letter(),
    person({ email: { value: 'a', updated: OLD }, mobile: { value: 'b', updated: NEW } }),
    STATE,
    'ACTIVE_MAILBOX deliver digipost>print',
  ],
  [
    'not notifiable, information',
    letter(INFORMATION),
    person({ canBeNotified: false }),
    STATE,
    'ACTIVE_MAILBOX deliver digipost>print',
  ],
  [
    'not registered, no address',
    letter(),
    withoutAddress(person({}, { status: 'not-registered' })),
    STATE,
    'PERSON_NOT_REGISTERED hold ',
  ],
  ['deceased with estate', letter(), person({}, { deceased: true }), STATE, 'PERSON_DECEASED deliver print'],
  [
    'deceased without address',
    letter(),
    withoutAddress(person({}, { deceased: true })),
    STATE,
    'PERSON_DECEASED hold ',
  ],
  ['under 18', letter(), person({}, { birthDate: new Date('2008-11-24') }), STATE, 'PERSON_UNDER_18 deliver print'],
  [
    '18 today',
    letter(),
    person({}, { birthDate: new Date('2008-11-23') }),
    STATE,
    'ACTIVE_MAILBOX deliver digipost>print',
  ],
  [
    'too large',
    letter(withDocument({ size: 46_000_000 })),
    person(),
    STATE,
    'CONTENT_TOO_LARGE_FOR_MAILBOX deliver print>altinn',
  ],
  [
    'too large for print too',
    letter(withDocument({ size: 70_000_000 })),
    person(),
    STATE,
    'CONTENT_TOO_LARGE_FOR_MAILBOX deliver altinn',
  ],
  [
    'type no mailbox takes',
    letter(withDocument({ mediaType: 'text/csv' })),
    person(),
    MUNICIPAL,
    'CONTENT_TYPE_NOT_ALLOWED deliver altinn',
  ],
  ['type nobody takes', letter(withDocument({ mediaType: 'video/mp4' })), person(), STATE, 'NO_CHANNEL_LEFT fail '],
  ['forced print', letter(delivery({ forceChannel: 'print' })), person(), STATE, 'FORCED_CHANNEL deliver print'],
  ['forced altinn', letter(delivery({ forceChannel: 'altinn' })), person(), STATE, 'FORCED_CHANNEL deliver altinn'],
  [
    "forced mailbox that is not the person's",
    letter(delivery({ forceChannel: 'eboks' })),
    person(),
    STATE,
    'NO_CHANNEL_LEFT fail ',
  ],
  [
    'digital only and reserved',
    letter(delivery({ digitalOnly: true })),
    person({ reserved: true }),
    STATE,
    'DIGITAL_ONLY fail ',
  ],
  [
    'digital only with mailbox',
    letter(delivery({ digitalOnly: true })),
    person(),
    STATE,
    'ACTIVE_MAILBOX deliver digipost',
  ],
  [
    'digital only, no mailbox, municipal',
    letter(delivery({ digitalOnly: true })),
    personWithout('mailbox'),
    MUNICIPAL,
    'NO_MAILBOX deliver altinn',
  ],
  ['channels leave print', letter(delivery({ channels: ['print'] })), person(), STATE, 'ACTIVE_MAILBOX deliver print'],
  ['channels leave nothing', letter(delivery({ channels: ['altinn'] })), person(), STATE, 'NO_CHANNEL_LEFT fail '],
  [
    'channel disabled',
    letter(),
    person(),
    { ...STATE, channels: CHANNELS.filter(({ channel }) => channel !== 'print') },
    'ACTIVE_MAILBOX deliver digipost',
  ],
  ['address only', ADDRESSED, { kind: 'address', evidence: [] }, STATE, 'ADDRESS_ONLY deliver print'],
  ['organisation', COMPANY, organisation(), STATE, 'ORGANISATION_ACTIVE deliver altinn>print'],
  [
    'organisation unknown, no address',
    COMPANY,
    { kind: 'organisation', organisation: { status: 'unknown' }, evidence: [] },
    STATE,
    'ORGANISATION_UNKNOWN hold ',
  ],
  ['organisation deleted', COMPANY, organisation({ status: 'deleted' }), STATE, 'ORGANISATION_DELETED deliver print'],
  [
    'organisation bankrupt',
    COMPANY,
    organisation({ status: 'bankrupt' }),
    STATE,
    'ORGANISATION_BANKRUPT deliver print',
  ],
];

describe('decideRoute', () => {
  it.each(CASES)('%s', (_name, message, facts, context, expected) => {
    const plan = decideRoute(message, facts, context);
    expect(`${plan.rule} ${plan.outcome} ${plan.steps.map((step) => step.channel).join('>')}`).toBe(expected);
  });

  it('uses the age rule when no birth date is known', () => {
    const facts = person();
    const { birthDate: _unknown, ...population } = facts.population;
    expect(decideRoute(letter(), { ...facts, population }, STATE).rule).toBe('AGE_UNKNOWN');
  });

  it('keeps the mailbox that could not be used in the explanation', () => {
    const plan = decideRoute(letter(), person({ mailbox: box(EBOKS, '2026-11-01') }), STATE);
    expect(plan.skipped).toContainEqual({ channel: 'mailbox', rule: 'MAILBOX_CERTIFICATE_NOT_VALID' });
  });

  it('names the rule that leads to paper when only digital is wanted', () => {
    const plan = decideRoute(letter(delivery({ digitalOnly: true })), person({ reserved: true }), STATE);
    expect(plan.reason.nb).toContain('RESERVED');
    expect(plan.problem).toMatchObject({ code: 'DIGITAL_ONLY', blame: 'recipient' });
  });

  it('goes on from Altinn when unread for the working days of the profile, or of the letter', () => {
    const unread = (message: Letter): unknown =>
      decideRoute(message, personWithout('mailbox'), MUNICIPAL).steps[0]?.next;
    expect(unread(letter())).toEqual([{ on: 'unreachable' }, { on: 'unread', after: 'P2D' }]);
    expect(unread(letter(delivery({ readDeadlineWorkingDays: 5 })))).toContainEqual({ on: 'unread', after: 'P5D' });
  });

  it('never waits for reading in a digital mailbox, where delivery is what counts', () => {
    const plan = decideRoute(letter(delivery({ readDeadlineWorkingDays: 5 })), person(), STATE);
    expect(plan.steps[0]).toEqual({ channel: 'digipost', next: [{ on: 'unreachable' }] });
  });

  describe('holds what must go on paper and has no address', () => {
    const given = letter({
      legalEffect: 'decision',
      recipient: { kind: 'person', personIdentifier: '20914695016', postalAddress: ADDRESS },
    });
    const forced = letter({ print: { ...letter().print, address: ADDRESS } });
    const unprotected = withoutAddress(person({ reserved: true }));
    const hidden = withoutAddress(person({ reserved: true }, { protection: 'strengtFortrolig' }));
    const problem = (message: Letter, facts: RecipientFacts): DeliveryPlan['problem'] =>
      decideRoute(message, facts, STATE).problem;

    it.each(['fortrolig', 'strengtFortrolig', 'klientadresse'] as const)(
      'and does not ask for an address that is never used (%s)',
      (protection) => {
        const facts = withoutAddress(person({ reserved: true }, { protection }));
        for (const message of [given, forced]) {
          expect(problem(message, facts)).toMatchObject({
            code: 'ADDRESS_MISSING',
            text: expect.stringContaining('what the sender gives is not used'),
          });
        }
      },
    );

    it('and says the same of the protected as of others to a sender who gave none', () => {
      expect(problem(letter(), unprotected)).toMatchObject({ text: expect.stringContaining('Give an address') });
      expect(problem(letter(), hidden)).toEqual(problem(letter(), unprotected));
      expect(decideRoute(letter(), hidden, STATE)).toEqual(decideRoute(letter(), unprotected, STATE));
    });

    it('and never names the protection', () => {
      for (const message of [letter(), given, forced]) {
        expect(JSON.stringify(decideRoute(message, hidden, STATE))).not.toMatch(
          /fortrolig|protect|gradert|kode|klient/i,
        );
      }
    });
  });

  it('shows no identifier, name or street anywhere in a plan', () => {
    for (const [, message, facts, context] of CASES) {
      const shown = JSON.stringify(decideRoute(message, facts, context));
      expect(shown).not.toMatch(/\d{11}|Testesen|Prøveveien|box#1/);
    }
  });
});

function box(
  providerOrganisation: string,
  validTo = '2027-01-01',
): NonNullable<ReturnType<typeof person>['contact']['mailbox']> {
  return {
    providerOrganisation,
    address: 'box#1',
    certificate: 'pem',
    certificateValidity: { from: new Date('2025-01-01'), to: new Date(validTo) },
  };
}
