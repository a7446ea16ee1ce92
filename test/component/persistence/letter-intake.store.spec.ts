import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { EventRelayStore } from '#persistence/event-relay.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import type { NewRejection } from '#persistence/records/new-rejection.js';
import { UploadedDocumentStore } from '#persistence/uploaded-document.store.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

describe('LetterIntakeStore', () => {
  let database: TestDatabase;
  let intake: LetterIntakeStore;
  let queries: LetterQueryStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    intake = new LetterIntakeStore(database.dataSource, database.config);
    queries = new LetterQueryStore(database.dataSource);
  });

  afterAll(async () => {
    await database.drop();
  });

  it('accepts a batch with its contents and its first events', async () => {
    const batch = [
      newLetter({ supplier: '313003000', reference: 'sak 1', priority: 'priority' }),
      newLetter({ availableFrom: new Date('2026-12-01T08:00:00Z'), expiresAt: new Date('2027-01-01T08:00:00Z') }),
    ];
    expect(await intake.accept(batch)).toEqual(['accepted', 'accepted']);
    for (const letter of batch) {
      const view = await queries.find(letter.sender, letter.letterId);
      expect(view).toMatchObject({ id: letter.id, state: 'received', version: 1, priority: letter.priority });
      expect(view?.availableFrom).toEqual(letter.availableFrom);
      const timeline = await queries.timeline(letter.sender, letter.letterId);
      expect(timeline).toHaveLength(1);
      expect(timeline[0]).toMatchObject({
        id: letter.eventId,
        type: 'received',
        statusAfter: 'received',
        sequence: 1,
        at: letter.receivedAt,
        conversationId: letter.conversationId,
      });
      expect(timeline[0]?.supplier).toBe(letter.supplier);
    }
    const claimed = await new DispatchStore(database.dataSource, database.config).claim({
      owner: 'a',
      limit: 10,
      now: new Date('2026-11-24T00:00:00Z'),
      leaseMs: 1,
    });
    for (const letter of batch) {
      const claim = claimed.find(({ id }) => id === letter.id);
      expect(claim?.sealedContent.equals(letter.sealedContent)).toBe(true);
      expect(claim?.wrappedKey.equals(letter.wrappedKey)).toBe(true);
    }
  });

  it('tells a repeat from a reused id, in the order of the batch, and leaves the first letter alone', async () => {
    const first = newLetter({ reference: 'the first' });
    await intake.accept([first]);
    const repeat = newLetter({ ...first, id: randomUUID(), eventId: randomUUID() });
    const reused = newLetter({ ...repeat, id: randomUUID(), contentHash: randomBytes(32), reference: 'another' });
    const fresh = newLetter();
    expect(await intake.accept([reused, fresh, repeat])).toEqual(['reused', 'accepted', 'repeat']);
    expect(await queries.find(first.sender, first.letterId)).toMatchObject({ id: first.id, reference: 'the first' });
    expect(await queries.timeline(first.sender, first.letterId)).toHaveLength(1);
  });

  it('takes the first of several with one key in the same batch', async () => {
    const first = newLetter();
    const repeat = newLetter({ ...first, id: randomUUID(), eventId: randomUUID() });
    const reused = newLetter({ ...repeat, id: randomUUID(), contentHash: randomBytes(32) });
    const otherSender = newLetter({ ...repeat, id: randomUUID(), eventId: randomUUID(), sender: '313001008' });
    expect(await intake.accept([first, repeat, reused, otherSender])).toEqual([
      'accepted',
      'repeat',
      'reused',
      'accepted',
    ]);
  });

  it('accepts each letter once when two gateways are given the same ones in different order', async () => {
    const other = new LetterIntakeStore(await database.connect(), database.config);
    for (let round = 0; round < 5; round += 1) {
      const letters = Array.from({ length: 50 }, () => newLetter());
      const again = letters
        .map((letter) => newLetter({ ...letter, id: randomUUID(), eventId: randomUUID() }))
        .reverse();
      const [mine, theirs] = await Promise.all([intake.accept(letters), other.accept(again)]);
      letters.forEach((_, index) => {
        expect([mine[index], theirs[letters.length - 1 - index]].sort()).toEqual(['accepted', 'repeat']);
      });
    }
  });

  it('accepts nothing of a batch that the database refuses, and says so without its content', async () => {
    const letters = [newLetter(), newLetter({ sender: 'with a \u0000 in it' })];
    await expect(intake.accept(letters)).rejects.toThrow(/^accept-letters failed in the database \(22021\)$/);
    expect(await queries.find(letters[0]?.sender ?? '', letters[0]?.letterId ?? '')).toBeUndefined();
  });

  it('records a rejection once, however often the message is delivered', async () => {
    const rejection = {
      eventId: randomUUID(),
      sender: '313000001',
      letterId: randomUUID(),
      at: new Date('2026-11-23T08:00:00Z'),
      reason: { code: 'INVALID_LETTER', text: 'The letter is not valid.' },
      details: { errors: [{ field: 'title', code: 'REQUIRED', text: 'title is required' }] },
    };
    await intake.recordRejections([rejection, rejection]);
    await intake.recordRejections([rejection]);
    const timeline = await queries.timeline(rejection.sender, rejection.letterId);
    expect(timeline).toHaveLength(1);
    expect(timeline[0]).toMatchObject({
      type: 'rejected',
      statusAfter: 'rejected',
      sequence: 1,
      data: { reason: rejection.reason, details: rejection.details },
    });
  });

  it('never gives the tries of one letter id the same sequence', async () => {
    const letter = newLetter();
    const rejection = (): NewRejection => ({
      eventId: randomUUID(),
      sender: letter.sender,
      letterId: letter.letterId,
      at: letter.receivedAt,
      reason: { code: 'INVALID_LETTER', text: 'The letter is not valid.' },
    });
    const [first, second, third] = [rejection(), rejection(), rejection()];
    await intake.recordRejections([first, second]);
    await intake.recordRejections([second, third]);
    await intake.accept([letter]);
    await intake.recordRejections([rejection()]);
    const timeline = await queries.timeline(letter.sender, letter.letterId);
    expect(timeline.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['rejected', 1],
      ['rejected', 2],
      ['rejected', 3],
      ['received', 4],
      ['rejected', undefined],
    ]);
  });

  it('keeps the rejection of a reused id out of the first letter, without a sequence', async () => {
    const letter = newLetter();
    await intake.accept([letter]);
    await intake.recordRejections([
      {
        eventId: randomUUID(),
        sender: letter.sender,
        letterId: letter.letterId,
        at: letter.receivedAt,
        reason: { code: 'LETTER_ID_REUSED', text: 'Another letter has this id.' },
      },
    ]);
    const timeline = await queries.timeline(letter.sender, letter.letterId);
    expect(timeline.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['received', 1],
      ['rejected', undefined],
    ]);
    expect(await queries.find(letter.sender, letter.letterId)).toMatchObject({ state: 'received', version: 1 });
  });

  it('keeps uploaded documents that a letter uses, and forgets the others when their time is over', async () => {
    const documents = new UploadedDocumentStore(database.dataSource);
    const [used, unused, young] = [randomUUID(), randomUUID(), randomUUID()];
    const uploadedAt = new Date('2026-11-01T08:00:00Z');
    const document = {
      sender: '313000001',
      mediaType: 'application/pdf',
      size: 3_000_000_000,
      sha256: 'ab',
      wrappedKey: randomBytes(62),
      uploadedAt,
    };
    await documents.insert({ ...document, id: used, expiresAt: new Date('2026-11-08T08:00:00Z') });
    await documents.insert({ ...document, id: unused, expiresAt: new Date('2026-11-08T08:00:00Z') });
    await documents.insert({ ...document, id: young, expiresAt: new Date('2026-11-28T08:00:00Z') });
    await intake.accept([newLetter({ documentIds: [used] })]);
    expect(await documents.expire(new Date('2026-11-23T08:00:00Z'))).toEqual([unused]);
    expect(await documents.expire(new Date('2026-11-23T08:00:00Z'))).toEqual([]);
    const found = await documents.find([used, unused, young, randomUUID()], '313000001');
    expect(found.map(({ id }) => id).sort()).toEqual([used, young].sort());
    expect(found.find(({ id }) => id === used)).toEqual({
      ...document,
      id: used,
      expiresAt: new Date('2026-11-08T08:00:00Z'),
    });
    expect(await documents.find([used], '313001008')).toEqual([]);
  });

  it('wakes the relay once for a batch', async () => {
    const relay = new EventRelayStore(database.dataSource, database.config);
    let told = 0;
    let heard: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (heard = resolve));
    const stop = await relay.onNewEvents(() => {
      told += 1;
      heard();
    });
    await intake.accept([newLetter(), newLetter(), newLetter()]);
    await first;
    await stop();
    expect(told).toBe(1);
  });
});
