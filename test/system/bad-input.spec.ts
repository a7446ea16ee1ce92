import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { GetMessage, Options } from 'amqplib';
import { draftLetter, STATE_SENDER, type LetterDraft } from './support/letter-draft.js';
import { PlainClient, type Publishable } from './support/plain-client.js';
import { System } from './support/system.js';

jest.setTimeout(60_000);

const DOCUMENT = {
  title: 'Vedtak',
  fileName: 'vedtak.pdf',
  mediaType: 'application/pdf',
  content: { base64: Buffer.from('%PDF-1.4 prøve').toString('base64') },
};
const KEY = `letter.${STATE_SENDER}`;
const good = draftLetter();

interface Rejected {
  readonly what: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
}

const REJECTED: readonly Rejected[] = [
  { what: 'an unknown field', changes: { hastegrad: 'stor' }, errors: ['hastegrad UNKNOWN_FIELD'] },
  {
    what: 'an unknown field deep inside',
    changes: { documents: [{ ...DOCUMENT, content: { ...DOCUMENT.content, size: 1 } }] },
    errors: ['documents[0].content.size UNKNOWN_FIELD'],
  },
  {
    what: 'wrong check digits',
    changes: { recipient: { personIdentifier: '20914695017' } },
    errors: ['recipient.personIdentifier WRONG_CHECK_DIGITS'],
  },
  {
    what: 'an unknown media type',
    changes: { documents: [{ ...DOCUMENT, mediaType: 'application/x-notat' }] },
    errors: ['documents[0].mediaType UNKNOWN_MEDIA_TYPE'],
  },
  { what: 'no documents', changes: { documents: [] }, errors: ['documents TOO_FEW'] },
  {
    what: 'base64 that is not',
    changes: { documents: [{ ...DOCUMENT, content: { base64: 'ikke base64!' } }] },
    errors: ['documents[0].content.base64 NOT_BASE64'],
  },
  {
    what: 'two recipients and a channel that does not exist',
    changes: {
      recipient: { personIdentifier: '20914695016', organisationNumber: '311000101' },
      delivery: { channels: ['telefaks'] },
    },
    errors: ['recipient RECIPIENT_AMBIGUOUS', 'delivery.channels[0] UNKNOWN_CHANNEL'],
  },
];

interface Dead {
  readonly what: string;
  readonly reason: string;
  readonly message: Publishable;
  readonly properties?: Partial<Options.Publish>;
}

const from = (organisationNumber: string): LetterDraft => draftLetter({}, organisationNumber);
const DEAD: readonly Dead[] = [
  {
    what: 'malformed JSON',
    reason: 'MALFORMED_JSON',
    message: { routingKey: KEY, body: Buffer.from('{"letterId": "0b9') },
  },
  {
    what: 'bytes that are no text',
    reason: 'MALFORMED_JSON',
    message: { routingKey: KEY, body: Buffer.from([0x7b, 0xff, 0x00, 0x7d]) },
  },
  {
    what: 'another content type',
    reason: 'WRONG_CONTENT_TYPE',
    message: draftLetter(),
    properties: { contentType: 'text/xml' },
  },
  { what: 'a letter without an id', reason: 'NO_LETTER_ID', message: draftLetter({ letterId: undefined }) },
  { what: "another body's letter", reason: 'SENDER_USER_MISMATCH', message: from('313002004') },
  { what: 'a sender that is not registered', reason: 'SENDER_NOT_REGISTERED', message: from('310000003') },
  {
    what: 'a letter without a user',
    reason: 'NO_USER_ID',
    message: draftLetter(),
    properties: { userId: undefined as never },
  },
  {
    what: "a routing key that is not the sender's",
    reason: 'ROUTING_KEY_MISMATCH',
    message: { ...draftLetter(), routingKey: 'letter.313001008' },
  },
  {
    what: 'a message of 129 MB',
    reason: 'MESSAGE_TOO_LARGE',
    message: { routingKey: KEY, body: Buffer.alloc(129_000_000, 0x20) },
  },
];

describe('what cannot be carried', () => {
  let system: System;
  const rejected = REJECTED.map((entry) => ({ ...entry, letter: draftLetter(entry.changes) }));
  const dead = new Map<string, GetMessage>();

  beforeAll(async () => {
    system = await System.start({ name: 'bad-input' });
    for (const { letter } of rejected) await system.client.publish(letter);
    for (const [index, { message, properties }] of DEAD.entries()) {
      await system.client.publish(message, { messageId: String(index), ...properties });
    }
    await system.client.publish(good);
  });
  afterAll(async () => {
    await system.stop();
  });

  /** They arrive in any order: what is not the wanted one is kept for its own test. */
  const deadLetter = async (messageId: string): Promise<GetMessage> => {
    const known = dead.get(messageId);
    if (known !== undefined) return known;
    return system.client.take(`${system.prefix}letters.dead`, (message) => {
      const headers = message.properties.headers as Readonly<Record<string, unknown>>;
      dead.set(String(headers['x-mf-message-id']), message);
      return headers['x-mf-message-id'] === messageId;
    });
  };

  it('stops nothing else: a good letter behind all of it is delivered', async () => {
    await system.waitForReceipt(good.letterId, 'delivered');
    expect(await system.sandbox.deliveries()).toHaveLength(1);
  });

  it.each(rejected)('rejects $what, and names every error', async ({ letter, errors }) => {
    const receipt = await system.waitForReceipt(letter.letterId, 'rejected');
    const named = (receipt.data.details?.errors ?? []).map(({ field, code }) => `${field} ${code}`);
    expect([...named].sort()).toEqual([...errors].sort());
    expect(receipt.data).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_LETTER' } });
    expect(receipt.sequence).toMatch(/^0*1$/);
    expect(system.receipts.typesOf(letter.letterId)).toEqual(['rejected']);
  });

  it.each(DEAD.map((entry, index) => ({ ...entry, id: String(index) })))(
    'moves $what to the dead queue, unchanged',
    async ({ id, reason, message: { body, routingKey } }) => {
      const message = await deadLetter(id);
      expect(message.properties.headers).toMatchObject({
        'x-mf-reason': reason,
        'x-mf-received-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      });
      expect(message.content.equals(body)).toBe(true);
      expect(message.fields.routingKey).toBe(routingKey);
    },
  );

  it('is told by the broker itself that a message above its own limit is too large', async () => {
    const client = await PlainClient.connect(system.prefix);
    const closed = client.closedBy();
    const publishing = client.publish({ routingKey: KEY, body: Buffer.alloc(135_000_000, 0x20) });
    await expect(publishing).rejects.toThrow();
    expect(await closed).toMatch(/PRECONDITION_FAILED.*larger than/);
    await client.close();
  });
});
