import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GetMessage } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assertTopology } from '#messaging/assert-topology.js';
import { TestBroker } from '../messaging/broker.js';
import { runMf, type MfResult } from './run-mf.js';

const { sender } = TestBroker;

describe('mf send', () => {
  let broker: TestBroker;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    broker = await TestBroker.connect();
    await assertTopology(broker.channel, broker.topology);
    folder = await mkdtemp(join(tmpdir(), 'mf-send-'));
    file = join(folder, 'vedtak.pdf');
    await writeFile(file, '%PDF-1.7 prøve');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await broker.remove();
  });

  const mf = (...words: string[]): Promise<MfResult> => runMf(broker, words);

  /** The gateway's part: takes the letter and answers with receipts of these states. */
  async function gatewayAnswers(...states: string[]): Promise<GetMessage> {
    const letter = await broker.take(broker.names.inbound);
    const { letterId } = JSON.parse(letter.content.toString()) as { letterId: string };
    for (const [index, status] of states.entries()) {
      const receipt = {
        type: `no.meldingsformidler.letter.${status}.v1`,
        subject: letterId,
        time: '2026-03-02T10:00:00Z',
        sequence: String(index + 1).padStart(10, '0'),
        data: { letterId, status },
      };
      broker.channel.publish(
        broker.names.receipts,
        `receipt.${sender}.${status}`,
        Buffer.from(JSON.stringify(receipt)),
      );
    }
    await broker.channel.waitForConfirms();
    return letter;
  }

  it('publishes a letter as a case system does and prints its id', async () => {
    const { code, out } = await mf('send', file, '--to', '20914695016', '--effect', 'decision', '--title', 'Prøvebrev');
    expect(code).toBe(0);
    const message = await broker.take(broker.names.inbound);
    expect(message.fields.routingKey).toBe(`letter.${sender}`);
    expect(message.properties).toMatchObject({ contentType: 'application/json', deliveryMode: 2 });
    expect(message.properties.userId).toBe(new URL(TestBroker.url).username || 'guest');
    expect(JSON.parse(message.content.toString())).toMatchObject({
      letterId: out.trim(),
      sender: { organisationNumber: sender },
      recipient: { personIdentifier: '20914695016' },
      legalEffect: 'decision',
      title: 'Prøvebrev',
      documents: [{ fileName: 'vedtak.pdf', content: { base64: Buffer.from('%PDF-1.7 prøve').toString('base64') } }],
    });
  });

  it('shows the receipts until the letter is delivered', async () => {
    const [told] = await Promise.all([
      mf('send', file, '--to', '20914695016', '--wait', '--timeout', '20'),
      gatewayAnswers('received', 'routed', 'sent', 'delivered'),
    ]);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(
      told.out
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/)[3]),
    ).toEqual(['received', 'routed', 'sent', 'delivered']);
  });

  it.each(['rejected', 'failed', 'held'])('ends with 1 when the letter is %s', async (state) => {
    const [told] = await Promise.all([
      mf('send', file, '--to', '20914695016', '--wait', '--timeout', '20'),
      gatewayAnswers('received', state),
    ]);
    expect(told.code).toBe(1);
    expect(told.err).toContain(`The letter is ${state}.`);
  });

  it('ends with 1 at once when the letter is put among the dead', async () => {
    const bury = async (): Promise<void> => {
      const { properties, content, fields } = await broker.take(broker.names.inbound);
      const headers = {
        'x-mf-message-id': String(properties.messageId),
        'x-mf-reason': 'SENDER_USER_MISMATCH',
        'x-mf-reason-text': 'Another user.',
      };
      broker.channel.publish(broker.names.dead, fields.routingKey, content, { headers });
      await broker.channel.waitForConfirms();
    };
    const [told] = await Promise.all([mf('send', file, '--to', '20914695016', '--wait', '--json'), bury()]);
    expect(told.code).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({ end: { kind: 'dead', reason: 'SENDER_USER_MISMATCH' }, receipts: [] });
  });

  it('ends with 1 when nothing comes in time', async () => {
    const told = await mf('send', file, '--to', '20914695016', '--wait', '--timeout', '0.2');
    expect(told.code).toBe(1);
    expect(told.err).toContain('did not end in time');
    await broker.take(broker.names.inbound);
  });
});
