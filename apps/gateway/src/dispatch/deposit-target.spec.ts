import { describe, expect, it } from '@jest/globals';
import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { Letter } from '#domain/letter.js';
import type { PersonFacts } from '#domain/recipient-facts.js';
import { depositTarget } from './deposit-target.js';

const LETTER = { recipient: { kind: 'person', personIdentifier: '20914695016' } } as Letter;
const FACTS: PersonFacts = {
  kind: 'person',
  contact: { status: 'AKTIV', reserved: false, canBeNotified: true },
  population: { status: 'registered', deceased: false, protection: 'none' },
  evidence: [],
};
const ALTINN = { channel: 'altinn', mailboxProviders: [] as readonly string[] } as ChannelCapabilities;
const DIGIPOST = { channel: 'digipost', mailboxProviders: ['984661185'] as readonly string[] } as ChannelCapabilities;

describe('depositTarget', () => {
  it('names a person by the identifier that the letter has', () => {
    const target = { kind: 'person', personIdentifier: '20914695016' };
    expect(depositTarget(LETTER, FACTS, ALTINN)).toEqual({ ok: true, value: target });
  });

  it('names a person whose identifier was replaced by the one in use', () => {
    const population = { ...FACTS.population, currentIdentifier: '28825897617' };
    const target = { kind: 'person', personIdentifier: '28825897617' };
    expect(depositTarget(LETTER, { ...FACTS, population }, ALTINN)).toEqual({ ok: true, value: target });
  });

  it('gives no mailbox that the person does not have there', () => {
    const mailbox = { providerOrganisation: '922020175', address: 'kari#1234' };
    const facts = { ...FACTS, contact: { ...FACTS.contact, mailbox } };
    expect(depositTarget(LETTER, facts, DIGIPOST)).toMatchObject({ ok: false, error: { code: 'MAILBOX_GONE' } });
  });
});
