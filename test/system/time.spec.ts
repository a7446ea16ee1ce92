import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { draftLetter, MUNICIPAL_SENDER, RECIPIENTS, type LetterDraft } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(90_000);

const HOUR_MS = 3_600_000;
const municipal = (changes: Readonly<Record<string, unknown>> = {}): LetterDraft =>
  draftLetter({ recipient: RECIPIENTS.withoutMailbox, ...changes }, MUNICIPAL_SENDER);

describe('time that passes', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'time' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const channelsOf = async (letter: LetterDraft): Promise<readonly string[]> =>
    (await system.sandbox.deliveries())
      .filter(({ documents }) => documents.some(({ sha256 }) => sha256 === letter.digests[0]))
      .map(({ channel }) => channel);
  const inHours = async (hours: number): Promise<string> =>
    new Date((await system.sandbox.now()).getTime() + hours * HOUR_MS).toISOString();

  it('leads an unread letter from Altinn to paper after its read deadline, and an opened one not', async () => {
    const unread = municipal();
    const read = municipal();
    for (const letter of [unread, read]) await system.client.publish(letter);
    for (const { letterId } of [unread, read]) await system.waitForReceipt(letterId, 'delivered');
    expect([await channelsOf(unread), await channelsOf(read)]).toEqual([['altinn'], ['altinn']]);
    await system.sandbox.open(RECIPIENTS.withoutMailbox.personIdentifier, read.letterId);
    await system.waitForReceipt(read.letterId, 'opened');

    await system.sandbox.advance('P5D');
    const rerouted = await system.waitForReceipt(unread.letterId, 'rerouted');
    expect(rerouted.data).toMatchObject({ channel: 'print', reason: { code: 'READ_DEADLINE_PASSED' } });
    await system.waitForReceipt(unread.letterId, 'printed');
    const types = system.receipts.typesOf(unread.letterId);
    expect(types.indexOf('rerouted')).toBe(types.indexOf('read-deadline-passed') + 1);
    expect(await channelsOf(unread)).toEqual(['altinn', 'print']);
    expect(await channelsOf(read)).toEqual(['altinn']);
    expect(system.receipts.typesOf(read.letterId)).not.toContain('read-deadline-passed');
    expect([...system.receipts.gaps(unread.letterId), ...system.receipts.gaps(read.letterId)]).toEqual([]);
  });

  it('expires a letter that no channel could take in time, and it never arrives', async () => {
    // Paper waits for its time, so the letter is certainly still here when the clock passes both.
    const letter = draftLetter({
      recipient: RECIPIENTS.address,
      legalEffect: 'information',
      availableFrom: await inHours(20),
      expiresAt: await inHours(24),
    });
    await system.client.publish(letter);
    await system.waitForReceipt(letter.letterId, 'routed');
    await system.sandbox.advance('PT72H');
    const expired = await system.waitForReceipt(letter.letterId, 'expired');
    expect(expired.data.status).toBe('expired');
    expect(await channelsOf(letter)).toEqual([]);
  });

  it('holds paper back until it may be available', async () => {
    const letter = draftLetter({
      recipient: RECIPIENTS.address,
      legalEffect: 'information',
      availableFrom: await inHours(48),
    });
    await system.client.publish(letter);
    await system.waitForReceipt(letter.letterId, 'routed');
    // A letter of the same kind passes it, so it was not merely slow.
    const other = draftLetter({ recipient: RECIPIENTS.address, legalEffect: 'information' });
    await system.client.publish(other);
    await system.waitForReceipt(other.letterId, 'printed');
    expect(system.receipts.typesOf(letter.letterId)).toEqual(['received', 'routed']);
    expect(await channelsOf(letter)).toEqual([]);
    await system.sandbox.advance('PT49H');
    await system.waitForReceipt(letter.letterId, 'printed');
    expect(await channelsOf(letter)).toEqual(['print']);
  });
});
