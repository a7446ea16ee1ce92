import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from './paths.mjs';

/**
 * The sample letters, ready to publish: fresh ids on every run, files inlined as base64. A fixture with `repeatOf` is
 * the very message of that other fixture once more. In order of folder name:
 * `[{ name, recipient, expected, repeatOf?, letterId, conversationId, routingKey, priority, person?, body: Buffer }]`
 */
export function loadLetters(folder = inRepository('test', 'fixtures', 'letters')) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const letters = new Map();
  const fixtures = names.sort().map((name) => [name, readFixture(join(folder, name))]);
  const isRepeat = ([, fixture]) => fixture.repeatOf !== undefined;
  for (const [name, fixture] of fixtures.filter((entry) => !isRepeat(entry)))
    letters.set(name, toLetter(name, fixture, join(folder, name)));
  for (const [name, fixture] of fixtures.filter(isRepeat)) {
    const original = letters.get(fixture.repeatOf);
    if (original === undefined)
      throw new Error(`${name}/fixture.json repeats "${fixture.repeatOf}", which does not exist`);
    letters.set(name, {
      ...original,
      name,
      recipient: fixture.recipient,
      expected: { ...original.expected, ...fixture.expected },
      repeatOf: original.name,
    });
  }
  if (letters.size === 0) throw new Error(`there are no letters in ${folder}`);
  return [...letters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFixture(folder) {
  const file = join(folder, 'fixture.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`, { cause: error });
  }
}

function toLetter(name, fixture, folder) {
  const { letter: template } = fixture;
  const letterId = randomUUID();
  const conversationId = template.conversationId === undefined ? letterId : randomUUID();
  const message = {
    ...template,
    letterId,
    ...(template.conversationId === undefined ? {} : { conversationId }),
    ...(Array.isArray(template.documents)
      ? { documents: template.documents.map((document) => inline(document, folder)) }
      : {}),
  };
  return {
    name,
    recipient: fixture.recipient,
    expected: fixture.expected,
    letterId,
    conversationId,
    routingKey: `letter.${template.sender.organisationNumber}${fixture.priority ? '.priority' : ''}`,
    priority: fixture.priority ?? false,
    person: template.recipient?.personIdentifier,
    body: Buffer.from(JSON.stringify(message)),
  };
}

function inline(document, folder) {
  const file = document?.content?.file;
  if (file === undefined) return document;
  return { ...document, content: { base64: readFileSync(join(folder, file)).toString('base64') } };
}
