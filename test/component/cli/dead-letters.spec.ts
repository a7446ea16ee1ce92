import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assertTopology } from '#messaging/assert-topology.js';
import { eventually, TestBroker } from '../messaging/broker.js';
import { runMf, type MfResult } from './run-mf.js';

const { sender } = TestBroker;

/** The commands as they are typed, on a corner of the real broker. */
describe('mf dead', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await TestBroker.connect();
    await assertTopology(broker.channel, broker.topology);
  });
  afterAll(async () => {
    await broker.remove();
  });
  beforeEach(async () => {
    await broker.channel.purgeQueue(broker.names.deadLetters);
    await broker.channel.purgeQueue(broker.names.inbound);
  });

  const mf = (...words: string[]): Promise<MfResult> => runMf(broker, words);

  /** As the gateway puts it there; returns the original's message id. */
  async function kill(body: string, more: { id?: string; userId?: string } = {}): Promise<string> {
    const id = more.id ?? randomUUID();
    const headers = {
      'x-mf-reason': 'MALFORMED_JSON',
      'x-mf-reason-text': 'It is not JSON.',
      'x-mf-message-id': id,
      'x-mf-received-at': '2026-03-02T10:00:00.000Z',
      ...(more.userId === undefined ? {} : { 'x-mf-user-id': more.userId }),
      'x-own': 'kept',
    };
    broker.channel.publish(broker.names.dead, `letter.${sender}`, Buffer.from(body), {
      headers,
      contentType: 'application/json',
      correlationId: 'sak-1',
    });
    await broker.channel.waitForConfirms();
    return id;
  }

  async function listed(): Promise<unknown> {
    const { code, out } = await mf('dead', 'list', '--json');
    expect(code).toBe(0);
    return JSON.parse(out);
  }

  function messagesLeft(count: number): Promise<number> {
    return eventually(
      () => broker.messagesIn(broker.names.deadLetters),
      (left) => left === count,
    );
  }

  it('lists them oldest first and leaves them where they are, however often one looks', async () => {
    const first = await kill('{"a":');
    const second = await kill('{"b":');
    for (let look = 0; look < 25; look += 1) {
      expect(await listed()).toMatchObject([
        { position: 1, id: first, reason: 'MALFORMED_JSON', routingKey: `letter.${sender}`, bytes: 5 },
        { position: 2, id: second },
      ]);
      await messagesLeft(2);
    }
  });

  it('says for people when there are none, and when there are more than it shows', async () => {
    expect((await mf('dead', 'list')).out).toBe('The dead queue is empty.\n');
    await kill('1');
    await kill('2');
    const { out, err } = await mf('dead', 'list', '--limit', '1');
    expect(out.trimEnd().split('\n')).toHaveLength(3);
    expect(err).toContain('more than 1');
    await messagesLeft(2);
  });

  it('shows one by id or position, and its bytes only when asked', async () => {
    const id = await kill('{"title":"hemmelig"');
    const shown = await mf('dead', 'show', id);
    expect(shown.out).toContain('It is not JSON.');
    expect(shown.out).toContain('x-own: "kept"');
    expect(shown.out).not.toContain('hemmelig');
    expect((await mf('dead', 'show', '1', '--body')).out).toBe('{"title":"hemmelig"');
    await messagesLeft(1);
  });

  it('replays the original bytes with their properties and takes the dead one away', async () => {
    const stays = await kill('first');
    const id = await kill('{"letterId": 1}');
    const replayed = await mf('dead', 'replay', id);
    expect(replayed).toEqual({ code: 0, out: `replayed ${id}\n`, err: '' });
    const message = await broker.take(broker.names.inbound);
    expect(message.content.toString()).toBe('{"letterId": 1}');
    expect(message.fields.routingKey).toBe(`letter.${sender}`);
    expect(message.properties).toMatchObject({
      messageId: id,
      contentType: 'application/json',
      correlationId: 'sak-1',
      userId: new URL(TestBroker.url).username || 'guest',
      headers: { 'x-own': 'kept' },
    });
    expect(Object.keys(message.properties.headers ?? {}).filter((name) => name.startsWith('x-mf'))).toEqual([]);
    await messagesLeft(1);
    expect(await listed()).toMatchObject([{ id: stays, position: 1 }]);
  });

  it('keeps a message that the broker does not let it publish in another user’s name', async () => {
    const id = await kill('{}', { userId: 'another-user' });
    const { code, err } = await mf('dead', 'replay', id);
    expect(code).toBe(1);
    expect(err).toContain('impersonator');
    await messagesLeft(1);
    expect(await broker.messagesIn(broker.names.inbound)).toBe(0);
  });

  it('drops for good, by position where an id is there twice', async () => {
    const id = randomUUID();
    await kill('one', { id });
    await kill('two', { id });
    const ambiguous = await mf('dead', 'drop', id);
    expect(ambiguous.code).toBe(1);
    expect(ambiguous.err).toContain('1, 2');
    expect((await mf('dead', 'drop', '1')).code).toBe(0);
    await messagesLeft(1);
    expect((await mf('dead', 'show', '1', '--body')).out).toBe('two');
  });

  it('does nothing at all when one of several is not there', async () => {
    const id = await kill('one');
    const { code, err } = await mf('dead', 'drop', id, 'no-such-id');
    expect(code).toBe(1);
    expect(err).toContain('no-such-id');
    await messagesLeft(1);
  });
});
