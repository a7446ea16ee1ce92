import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseLetterMessage } from '#contract/parse-letter-message.js';
import { SEED_ORGANISATIONS } from '../../../apps/sandbox/src/seeds/seed-organisations.js';
import { SEED_PERSONS } from '../../../apps/sandbox/src/seeds/seed-persons.js';

const LETTERS = 'test/fixtures/letters';
const CHANNELS = ['digipost', 'eboks', 'altinn', 'print'];

interface Fixture {
  readonly name: string;
  readonly recipient: string;
  readonly expected: {
    readonly status: string;
    readonly channel?: string;
    readonly rule?: string;
    readonly errors?: string[];
  };
  readonly repeatOf?: string;
  readonly priority?: boolean;
  readonly letter: {
    readonly recipient: { readonly personIdentifier?: string; readonly organisationNumber?: string };
    readonly documents: readonly { readonly content: { readonly file: string } }[];
  };
}

const fixtures = readdirSync(LETTERS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    folder: name,
    fixture: JSON.parse(readFileSync(join(LETTERS, name, 'fixture.json'), 'utf8')) as Fixture,
  }));

const sendable = fixtures.filter(({ fixture }) => fixture.expected.status !== 'rejected');

function message(folder: string, { letter }: Fixture): Buffer {
  const documents = letter.documents.map((document) => ({
    ...document,
    content: { base64: readFileSync(join(LETTERS, folder, document.content.file)).toString('base64') },
  }));
  return Buffer.from(JSON.stringify({ ...letter, documents }), 'utf8');
}

function parse(folder: string, fixture: Fixture): ReturnType<typeof parseLetterMessage> {
  return parseLetterMessage(message(folder, fixture), {
    environment: 'sandbox',
    channels: CHANNELS,
    priority: 'normal',
  });
}

describe('the sample letters', () => {
  it('are at least fourteen, each named as its folder', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(14);
    for (const { folder, fixture } of fixtures) expect(fixture.name).toBe(folder);
  });

  it.each(sendable)('$folder is a valid letter with PDF documents', ({ folder, fixture }) => {
    const outcome = parse(folder, fixture);
    if (outcome.kind !== 'letter') throw new Error(JSON.stringify(outcome));
    for (const bytes of outcome.inline.values()) {
      expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(bytes.length).toBeLessThan(60_000);
    }
  });

  it.each(sendable)('$folder is to somebody the sandbox knows, by the rule it expects', ({ fixture }) => {
    const { personIdentifier, organisationNumber } = fixture.letter.recipient;
    const person = SEED_PERSONS.find((seed) => seed.personIdentifier === personIdentifier);
    const organisation = SEED_ORGANISATIONS.find((seed) => seed.organisation.organisationNumber === organisationNumber);
    const known = person?.rule ?? organisation?.rule ?? 'ADDRESS_ONLY';
    const chosenBySender = ['FORCED_CHANNEL', 'DIGITAL_ONLY'];
    const rules = isInformation(fixture) ? [known, ...chosenBySender, 'ACTIVE_MAILBOX'] : [known, ...chosenBySender];
    expect(rules).toContain(fixture.expected.rule);
  });

  it('11-invalid-letter has exactly the errors it expects', () => {
    const rejected = fixtures.find(({ fixture }) => fixture.expected.status === 'rejected');
    if (rejected === undefined) throw new Error('there is no rejected letter');
    const outcome = parse(rejected.folder, rejected.fixture);
    if (outcome.kind !== 'invalid') throw new Error(outcome.kind);
    expect(outcome.errors.map((error) => error.code)).toEqual(rejected.fixture.expected.errors);
    expect(outcome.errors.length).toBeGreaterThanOrEqual(5);
  });

  it('12-repeat has the same content as the letter it repeats', () => {
    const repeat = fixtures.find(({ fixture }) => fixture.repeatOf !== undefined);
    const original = fixtures.find(({ folder }) => folder === repeat?.fixture.repeatOf);
    if (repeat === undefined || original === undefined) throw new Error('there is no repeat');
    const [first, second] = [original, repeat].map(({ folder, fixture }) => parse(folder, fixture));
    if (first?.kind !== 'letter' || second?.kind !== 'letter') throw new Error('not valid');
    expect(second.contentHash.equals(first.contentHash)).toBe(true);
  });
});

/** An information letter goes past reservation and notifiability. */
function isInformation(fixture: Fixture): boolean {
  return 'legalEffect' in fixture.letter && fixture.letter.legalEffect === 'information';
}
