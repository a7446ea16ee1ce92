import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fixtureLetters, type FixtureLetter } from './support/fixtures.js';
import { draftLetter } from './support/letter-draft.js';
import { ReceiptBook } from './support/receipt-book.js';
import type { Receipt } from './support/receipt.js';
import { System } from './support/system.js';

jest.setTimeout(90_000);

const letters = fixtureLetters();
const named = (name: string): FixtureLetter => {
  const found = letters.find((letter) => letter.name === name);
  if (found === undefined) throw new Error(`There is no sample letter ${name}.`);
  return found;
};

describe('the main job', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'main-job' });
    for (const letter of letters) await system.client.publish(letter);
  });
  afterAll(async () => {
    await system.stop();
  });

  /** Once it has a receipt of the status that is expected. */
  const ended = async (letter: FixtureLetter): Promise<readonly Receipt[]> => {
    const { letterId, expected, name } = letter;
    await system.until(
      () => `${expected.status} of ${name}; it has ${system.receipts.typesOf(letterId).join(', ')}`,
      () => system.receipts.of(letterId).find(({ data }) => data.status === expected.status),
      45_000,
    );
    return system.receipts.of(letterId);
  };
  const lastWith = <Field extends keyof Receipt['data']>(
    receipts: readonly Receipt[],
    field: Field,
  ): Receipt['data'][Field] | undefined => receipts.findLast(({ data }) => data[field] !== undefined)?.data[field];

  describe.each(letters.map((letter) => ({ name: letter.name, letter })))('$name', ({ letter }) => {
    it('ends where it should', async () => {
      const receipts = await ended(letter);
      const codes = (lastWith(receipts, 'details')?.errors ?? []).map(({ code }) => code);
      expect({
        status: receipts.at(-1)?.data.status,
        rule: lastWith(receipts, 'rule'),
        channel: lastWith(receipts, 'channel'),
        errors: codes.length === 0 ? undefined : [...codes].sort(),
      }).toEqual({
        status: letter.expected.status,
        rule: letter.expected.rule,
        channel: letter.expected.channel,
        errors: letter.expected.errors === undefined ? undefined : [...letter.expected.errors].sort(),
      });
    });

    it('has receipts without holes, from received or rejected on', async () => {
      const receipts = await ended(letter);
      expect(system.receipts.gaps(letter.letterId)).toEqual([]);
      expect(receipts[0]?.type).toBe(letter.expected.status === 'rejected' ? 'rejected' : 'received');
      const { organisationNumber } = letter.message.sender;
      for (const receipt of receipts) {
        expect(receipt.routingKey).toBe(`receipt.${organisationNumber}.${receipt.type}`);
        expect(receipt.source).toBe(`/gateway/${organisationNumber}`);
        expect(receipt.data.reference).toBe(letter.message['reference']);
      }
    });

    it('arrived once with the bytes that were sent, or not at all', async () => {
      await ended(letter);
      const deliveries = (await system.sandbox.deliveries()).filter(
        ({ documents, reference }) =>
          reference === letter.letterId || documents.some(({ sha256 }) => sha256 === letter.digests[0]),
      );
      const arrived = letter.expected.status === 'delivered' ? [letter.expected.channel] : [];
      expect(deliveries.map(({ channel }) => channel)).toEqual(arrived);
      const digests = deliveries.map(({ documents }) => documents.map(({ sha256 }) => sha256));
      expect(digests).toEqual(arrived.map(() => letter.digests));
    });
  });

  it('says nothing personal in a receipt', async () => {
    for (const letter of letters) await ended(letter);
    const texts = letters.map(({ letterId }) => JSON.stringify(system.receipts.of(letterId))).join('\n');
    const persons = letters.flatMap(({ message }) => message.recipient.personIdentifier ?? []);
    expect(persons.filter((person) => texts.includes(person))).toEqual([]);
    expect(texts).not.toMatch(/Fjellrev|Kartverksgata|Nysgjerrig/);
  });

  it('does nothing twice for a repeat, and answers other content under the same id', async () => {
    const letter = named('01-digipost-decision');
    const before = await ended(letter);
    await system.client.publish(letter);
    const other = { ...(JSON.parse(letter.body.toString('utf8')) as object), title: 'En annen tittel' };
    await system.client.publish({ ...letter, body: Buffer.from(JSON.stringify(other)) });
    const rejected = await system.waitForReceipt(letter.letterId, 'rejected');
    expect(rejected.data.reason?.code).toBe('LETTER_ID_REUSED');
    expect(rejected.sequence).toBeUndefined();
    // The queue is in order: a letter carried after them has been behind them.
    const after = draftLetter();
    await system.client.publish(after);
    await system.waitForReceipt(after.letterId, 'delivered');
    const now = system.receipts.of(letter.letterId).filter(({ type }) => type !== 'rejected');
    expect(now.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await system.sandbox.deliveries({ reference: letter.letterId })).toHaveLength(1);
  });

  it.each(['01-digipost-decision', '06-no-mailbox-municipal'])('tells when the recipient opens %s', async (name) => {
    const letter = named(name);
    await ended(letter);
    await system.sandbox.open(letter.message.recipient.personIdentifier ?? '', letter.letterId);
    const opened = await system.waitForReceipt(letter.letterId, 'opened');
    expect(opened.data).toMatchObject({ status: 'opened', channel: letter.expected.channel });
    expect(system.receipts.gaps(letter.letterId)).toEqual([]);
  });

  it('copies the receipts of a letter to the supplier that sent it', async () => {
    const letter = named('16-supplier');
    await ended(letter);
    const supplier = await readAll(`${system.prefix}receipts.313003000`, letter);
    expect(supplier.of(letter.letterId)).toEqual(
      system.receipts.of(letter.letterId).map((receipt) => ({ ...receipt, routingKey: expect.any(String) })),
    );
  });

  it('puts them in the queue of the sender', async () => {
    const letter = named('17-priority');
    await ended(letter);
    const own = await readAll(`${system.prefix}receipts.313000001`, letter);
    expect(own.of(letter.letterId)).toEqual(system.receipts.of(letter.letterId));
  });

  it('replays all of them from the first offset of the log', async () => {
    for (const letter of letters) await ended(letter);
    const log = new ReceiptBook();
    const stop = await system.client.read(
      `${system.prefix}receipts.log`,
      (message) => {
        log.add(message);
      },
      true,
    );
    const missing = (): readonly string[] =>
      letters.flatMap(({ letterId }) => {
        const known = new Set(log.of(letterId).map(({ id }) => id));
        return system.receipts
          .of(letterId)
          .filter(({ id }) => !known.has(id))
          .map(({ id }) => id);
      });
    await system.until(
      () => `${missing().length} receipts in the log`,
      () => (missing().length === 0 ? true : undefined),
      15_000,
    );
    await stop();
    expect(letters.flatMap(({ letterId }) => log.gaps(letterId))).toEqual([]);
  });

  async function readAll(queue: string, letter: FixtureLetter): Promise<ReceiptBook> {
    const book = new ReceiptBook();
    const stop = await system.client.read(queue, (message) => {
      book.add(message);
    });
    const expected = system.receipts.of(letter.letterId).length;
    await system.until(
      () => `${expected} receipts of ${letter.name} in ${queue}`,
      () => (book.of(letter.letterId).length >= expected ? true : undefined),
      15_000,
    );
    await stop();
    return book;
  }
});
