import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './app-process.js';
import { sha256, type LetterDraft } from './letter-draft.js';

const FOLDER = join(ROOT, 'test', 'fixtures', 'letters');

/** Where a sample letter ends (test/fixtures/letters). */
export interface ExpectedEnd {
  readonly status: string;
  readonly channel?: string;
  readonly rule?: string;
  readonly errors?: readonly string[];
}

export interface FixtureLetter extends LetterDraft {
  readonly name: string;
  readonly expected: ExpectedEnd;
  readonly message: FixtureMessage;
}

interface FixtureMessage {
  readonly [field: string]: unknown;
  readonly sender: { readonly organisationNumber: string; readonly supplier?: string };
  readonly recipient: { readonly personIdentifier?: string; readonly organisationNumber?: string };
  readonly documents: readonly FixtureDocument[];
  readonly openReceipt?: boolean;
}

interface FixtureDocument {
  readonly [field: string]: unknown;
  readonly content: { readonly file: string };
}

interface FixtureFile {
  readonly expected: ExpectedEnd;
  readonly priority?: boolean;
  readonly repeatOf?: string;
  readonly letter: FixtureMessage;
}

/** Every sample letter with an id of its own and its files inline, except those that repeat another. */
export function fixtureLetters(): readonly FixtureLetter[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, file: readFixture(name) }))
    .filter(({ file }) => file.repeatOf === undefined)
    .map(({ name, file }) => toLetter(name, file))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFixture(name: string): FixtureFile {
  return JSON.parse(readFileSync(join(FOLDER, name, 'fixture.json'), 'utf8')) as FixtureFile;
}

function toLetter(name: string, { letter, expected, priority }: FixtureFile): FixtureLetter {
  const letterId = randomUUID();
  const files = letter.documents.map(({ content }) => readFileSync(join(FOLDER, name, content.file)));
  const documents = letter.documents.map((document, index) => ({
    ...document,
    content: { base64: files[index]?.toString('base64') },
  }));
  const routingKey = `letter.${letter.sender.organisationNumber}${priority === true ? '.priority' : ''}`;
  return {
    name,
    letterId,
    expected,
    routingKey,
    message: letter,
    body: Buffer.from(JSON.stringify({ ...letter, letterId, documents })),
    digests: files.map(sha256),
  };
}
