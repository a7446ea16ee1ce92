import { describe, expect, it } from '@jest/globals';
import {
  isOrganisationNumber,
  isPersonIdentifier,
  isSyntheticOrganisation,
  isSyntheticPerson,
} from '#domain/identifiers.js';
import { UNKNOWN_MAILBOX_PROVIDER } from './mailbox-persons.js';
import { UNREGISTERED_PERSON } from './paper-persons.js';
import { SEED_ORGANISATIONS, UNREGISTERED_ORGANISATION } from './seed-organisations.js';
import { SEED_PERSONS, toSimulatedPerson } from './seed-persons.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const EIGHTEEN_MONTHS_AGO = Date.parse('2025-05-22T12:00:00Z');

const persons = SEED_PERSONS.map((seed) => ({ seed, person: toSimulatedPerson(seed, NOW) }));

describe('the seeded persons', () => {
  it.each([...SEED_PERSONS.map((seed) => seed.personIdentifier), UNREGISTERED_PERSON])(
    '%s is a valid synthetic identifier',
    (identifier) => {
      expect(isPersonIdentifier(identifier)).toBe(true);
      expect(isSyntheticPerson(identifier)).toBe(true);
    },
  );

  it('are told apart by key, number and name', () => {
    for (const field of ['key', 'personIdentifier', 'name'] as const) {
      expect(new Set(SEED_PERSONS.map((seed) => seed[field])).size).toBe(SEED_PERSONS.length);
    }
    expect(SEED_PERSONS.map((seed) => seed.personIdentifier)).not.toContain(UNREGISTERED_PERSON);
  });

  it('cover every rule for persons that a register decides', () => {
    const rules = new Set(SEED_PERSONS.map((seed) => seed.rule));
    expect([...rules].sort()).toEqual([
      'ACTIVE_MAILBOX',
      'AGE_UNKNOWN',
      'NOT_NOTIFIABLE',
      'NO_MAILBOX',
      'PERSON_DECEASED',
      'PERSON_NOT_REGISTERED',
      'PERSON_UNDER_18',
      'RESERVED',
    ]);
  });

  it('cover every status, mailbox, protection and kind of address', () => {
    const all = persons.map(({ person }) => person);
    expect(new Set(all.map((person) => person.krr?.status))).toEqual(new Set(['AKTIV', 'SLETTET', 'IKKE_REGISTRERT']));
    expect(new Set(all.map((person) => person.krr?.mailbox))).toEqual(new Set(['digipost', 'eboks', undefined]));
    expect(new Set(all.map((person) => person.protection))).toEqual(
      new Set([undefined, 'fortrolig', 'strengtFortrolig', 'klientadresse']),
    );
    expect(all.some((person) => person.address?.countryCode === 'SE')).toBe(true);
    expect(all.some((person) => person.address === undefined && person.estateAddress === undefined)).toBe(true);
  });

  it.each(persons.filter(({ seed }) => ['ACTIVE_MAILBOX', 'NO_MAILBOX'].includes(seed.rule)))(
    '$seed.label: a decision can be notified',
    ({ person }) => {
      const dates = [person.krr?.email?.verified, person.krr?.mobile?.verified].map((date) => Date.parse(date ?? ''));
      expect(dates.some((date) => date > EIGHTEEN_MONTHS_AGO)).toBe(true);
    },
  );

  it('have one whose contact points are all older than 18 months', () => {
    const stale = persons.find(({ seed }) => seed.key === 'stale-contact')?.person.krr;
    const dates = [stale?.email, stale?.mobile].flatMap((point) => [point?.updated, point?.verified]);
    expect(dates).toHaveLength(4);
    for (const date of dates) expect(Date.parse(date ?? '')).toBeLessThan(EIGHTEEN_MONTHS_AGO);
  });

  it('have birth dates that fit their numbers', () => {
    for (const { person } of persons) {
      if (person.birthDate === undefined) continue;
      const [year = '', month = '', day = ''] = person.birthDate.split('-');
      const { personIdentifier } = person;
      expect(personIdentifier.slice(4, 6)).toBe(year.slice(2));
      expect(Number(personIdentifier.slice(2, 4)) - 80).toBe(Number(month));
      expect(Number(personIdentifier.slice(0, 2)) % 40).toBe(Number(day));
    }
  });
});

describe('the seeded organisations', () => {
  it.each([
    ...SEED_ORGANISATIONS.map((seed) => seed.organisation.organisationNumber),
    UNREGISTERED_ORGANISATION,
    UNKNOWN_MAILBOX_PROVIDER,
  ])('%s is a valid synthetic organisation number', (organisationNumber) => {
    expect(isOrganisationNumber(organisationNumber)).toBe(true);
    expect(isSyntheticOrganisation(organisationNumber)).toBe(true);
  });

  it('cover every rule for organisations that a register decides', () => {
    const rules = new Set(SEED_ORGANISATIONS.map((seed) => seed.rule));
    expect([...rules].sort()).toEqual(['ORGANISATION_ACTIVE', 'ORGANISATION_BANKRUPT', 'ORGANISATION_DELETED']);
    expect(SEED_ORGANISATIONS.map((seed) => seed.organisation.organisationNumber)).not.toContain(
      UNREGISTERED_ORGANISATION,
    );
  });
});
