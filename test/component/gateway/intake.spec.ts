import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GetMessage } from 'amqplib';
import { sampleDocument, sampleLetter } from '#contract/testing/sample-letter.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import { EventRelayStore } from '#persistence/event-relay.store.js';
import type { OutboxEvent } from '#persistence/records/outbox-event.js';
import { until } from '../../support/until.js';
import { GatewayUnderTest } from './gateway-under-test.js';

const SENDER = '313000001';

interface PublishedAs {
  readonly contentType?: string;
  /** `nobody` leaves the property out. */
  readonly user?: 'guest' | 'nobody';
}

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
}, 60_000);

async function publish(body: unknown, as: PublishedAs = {}, key = `letter.${SENDER}`): Promise<void> {
  const { contentType = 'application/json', user = 'guest' } = as;
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
  await gateway.broker.publish(key, bytes, {
    contentType,
    persistent: true,
    ...(user === 'nobody' ? {} : { userId: user }),
  });
}

/** Events of one letter id in the outbox: nobody relays them here. */
async function receipts(letterId: unknown): Promise<readonly OutboxEvent[]> {
  const events = await gateway.app.get(EventRelayStore).unpublished(10_000);
  return events.filter((event) => event.letterId === letterId);
}

async function receipt(letterId: unknown, count = 1): Promise<OutboxEvent> {
  const events = await until(`${String(count)} receipts`, async () => {
    const found = await receipts(letterId);
    return found.length >= count ? found : undefined;
  });
  const last = events.at(-1);
  if (last === undefined) throw new Error('no receipt');
  return last;
}

async function deadLetter(): Promise<{ message: GetMessage; reason: unknown }> {
  const message = await gateway.broker.take(gateway.broker.names.deadLetters);
  return { message, reason: (message.properties.headers as Record<string, unknown>)['x-mf-reason'] };
}

/** A good letter after a bad one arrives: nothing was stopped. */
async function nothingStopped(): Promise<void> {
  const letterId = randomUUID();
  await publish(sampleLetter({ letterId }));
  expect((await receipt(letterId)).type).toBe('received');
}

describe('the letter queue', () => {
  it('takes a letter, once', async () => {
    const letter = sampleLetter({ letterId: randomUUID(), reference: 'sak 1' });
    await publish(letter);
    expect(await receipt(letter['letterId'])).toMatchObject({
      type: 'received',
      sequence: 1,
      reference: 'sak 1',
      sender: SENDER,
    });
    await publish({ ...letter, language: 'nb' });
    await nothingStopped();
    expect(await receipts(letter['letterId'])).toHaveLength(1);
  });

  it('takes priority letters from their own queue', async () => {
    const letterId = randomUUID();
    await publish(sampleLetter({ letterId }), {}, `letter.${SENDER}.priority`);
    await receipt(letterId);
    expect(await gateway.app.get(LetterQueryStore).find(SENDER, letterId)).toMatchObject({ priority: 'priority' });
  });

  it('rejects another letter under the same id and leaves the first alone', async () => {
    const letterId = randomUUID();
    await publish(sampleLetter({ letterId }));
    await receipt(letterId);
    await publish(sampleLetter({ letterId, title: 'Et annet brev' }));
    const rejected = await receipt(letterId, 2);
    expect(rejected).toMatchObject({ type: 'rejected', data: { reason: { code: 'LETTER_ID_REUSED' } } });
    expect(rejected.sequence).toBeUndefined();
    expect((await gateway.app.get(LetterQueryStore).find(SENDER, letterId))?.state).toBe('received');
  });

  it('tells an invalid letter once, however often it is delivered', async () => {
    const letter = sampleLetter({ letterId: randomUUID(), title: '' });
    await publish(letter);
    await publish(letter);
    await receipt(letter['letterId']);
    await nothingStopped();
    expect(await receipts(letter['letterId'])).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['unknown fields', { colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
    [
      'wrong check digits',
      { recipient: { personIdentifier: '20914695017' } },
      'recipient.personIdentifier',
      'WRONG_CHECK_DIGITS',
    ],
    [
      'an unknown media type',
      { documents: [sampleDocument({ mediaType: 'application/x-msdownload' })] },
      'documents[0].mediaType',
      'UNKNOWN_MEDIA_TYPE',
    ],
    ['zero documents', { documents: [] }, 'documents', 'TOO_FEW'],
    [
      'base64 that is not',
      { documents: [sampleDocument({ content: { base64: '%%%' } })] },
      'documents[0].content.base64',
      'NOT_BASE64',
    ],
    [
      'a document that was never uploaded',
      { documents: [sampleDocument({ content: { documentId: randomUUID() } })] },
      'documents[0].content.documentId',
      'DOCUMENT_NOT_FOUND',
    ],
  ])('rejects %s by a receipt', async (_, changes, field, code) => {
    const letterId = randomUUID();
    await publish(sampleLetter({ letterId, ...changes }));
    expect(await receipt(letterId)).toMatchObject({
      type: 'rejected',
      statusAfter: 'rejected',
      sequence: 1,
      data: { reason: { code: 'INVALID_LETTER' }, details: { errors: [{ field, code }] } },
    });
    await nothingStopped();
  });

  it.each<[string, unknown, PublishedAs, string, string]>([
    ['malformed JSON', '{"letterId": ', {}, `letter.${SENDER}`, 'MALFORMED_JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), {}, `letter.${SENDER}`, 'MALFORMED_JSON'],
    ['a wrong content type', sampleLetter(), { contentType: 'text/plain' }, `letter.${SENDER}`, 'WRONG_CONTENT_TYPE'],
    ['no letterId', { title: 'x' }, {}, `letter.${SENDER}`, 'NO_LETTER_ID'],
    ['no user-id', sampleLetter(), { user: 'nobody' }, `letter.${SENDER}`, 'NO_USER_ID'],
    [
      'the sender of another AMQP user',
      sampleLetter({ sender: { organisationNumber: '313002004' } }),
      {},
      'letter.313002004',
      'SENDER_USER_MISMATCH',
    ],
    ['a routing key of another sender', sampleLetter(), {}, 'letter.313001008', 'ROUTING_KEY_MISMATCH'],
    [
      'a sender that is not registered',
      sampleLetter({ sender: { organisationNumber: '310000003' } }),
      {},
      'letter.310000003',
      'SENDER_NOT_REGISTERED',
    ],
    [
      'a supplier without delegation',
      sampleLetter({ sender: { organisationNumber: '313001008', supplier: '313003000' } }),
      {},
      'letter.313001008',
      'SUPPLIER_NOT_DELEGATED',
    ],
    [
      'an invalid letter of another sender',
      sampleLetter({ sender: { organisationNumber: '313002004' }, title: '' }),
      {},
      'letter.313002004',
      'SENDER_USER_MISMATCH',
    ],
  ])('moves %s to the dead queue with the reason', async (_, body, as, key, expected) => {
    await publish(body, as, key);
    const { message, reason } = await deadLetter();
    expect(reason).toBe(expected);
    const original =
      Buffer.isBuffer(body) || typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
    expect(message.content.equals(original)).toBe(true);
    await nothingStopped();
  });

  it('takes a letter that a supplier with delegation sends', async () => {
    const letterId = randomUUID();
    await publish(sampleLetter({ letterId, sender: { organisationNumber: SENDER, supplier: '313003000' } }), {
      contentType: 'application/json; charset=utf-8',
    });
    expect(await receipt(letterId)).toMatchObject({ type: 'received', supplier: '313003000' });
  });

  it('cancels a letter that has not been sent', async () => {
    const letterId = randomUUID();
    await publish(sampleLetter({ letterId }));
    await receipt(letterId);
    await publish({ letterId }, {}, `cancel.${SENDER}`);
    expect((await receipt(letterId, 2)).type).toBe('cancelled');
    expect((await gateway.app.get(LetterQueryStore).find(SENDER, letterId))?.state).toBe('cancelled');
  });

  it('waits for a register that is away instead of guessing a channel', async () => {
    const letterId = randomUUID();
    await publish(sampleLetter({ letterId }));
    const letter = await until('a failed look-up', async () => {
      const found = await gateway.app.get(LetterQueryStore).find(SENDER, letterId);
      return found?.lastFailure === undefined ? undefined : found;
    });
    expect(letter).toMatchObject({ state: 'received', lastFailure: { kind: 'transient' } });
    expect(await receipts(letterId)).toHaveLength(1);
  });

  it('takes two hundred letters at once', async () => {
    const ids = Array.from<unknown, string>({ length: 200 }, () => randomUUID());
    await Promise.all(ids.map((letterId) => publish(sampleLetter({ letterId }))));
    const events = await until(
      '200 receipts',
      async () => {
        const all = await gateway.app.get(EventRelayStore).unpublished(10_000);
        const ours = all.filter((event) => ids.includes(event.letterId) && event.type === 'received');
        return ours.length === ids.length ? ours : undefined;
      },
      15_000,
    );
    expect(new Set(events.map((event) => event.letterId)).size).toBe(200);
    expect(await gateway.broker.messagesIn(gateway.broker.names.deadLetters)).toBe(0);
  });
});
