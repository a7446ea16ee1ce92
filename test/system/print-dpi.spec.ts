import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectDeliveredOnce } from './support/expect-carried.js';
import { draftLetter, RECIPIENTS, type LetterDraft } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(90_000);

const toAddress = (
  print: object = {},
  lines = RECIPIENTS.address.postalAddress.lines as readonly string[],
): LetterDraft =>
  draftLetter({
    recipient: { postalAddress: { ...RECIPIENTS.address.postalAddress, lines } },
    legalEffect: 'information',
    print,
  });

/** Nothing but PRINT_VENDOR is set beside what any stack on the sandbox has. */
describe('print by DPI', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'print-dpi', env: { PRINT_VENDOR: 'dpi' } });
  });
  afterEach(async () => {
    await system.sandbox.clearFaults();
  });
  afterAll(async () => {
    await system.stop();
  });

  it('carries a letter to the printer behind the access point, and its receipts back', async () => {
    const letter = toAddress();
    await system.client.publish(letter);
    await system.waitForReceipt(letter.letterId, 'print-accepted');
    const printed = await system.waitForReceipt(letter.letterId, 'printed');
    expect(printed.data).toMatchObject({ status: 'delivered', channel: 'print' });
    await expectDeliveredOnce(system, [letter]);
    const [delivery] = await system.sandbox.deliveries({ reference: letter.letterId });
    expect(delivery).toMatchObject({ channel: 'print', address: RECIPIENTS.address.postalAddress });
  });

  it('tells of a letter that came back and was destroyed', async () => {
    const letter = toAddress({ undeliverable: 'shred' }, ['Returpost 1']);
    await system.client.publish(letter);
    const returned = await system.waitForReceipt(letter.letterId, 'returned');
    expect(returned.data).toMatchObject({ status: 'returned', reason: { code: 'RETURNED_BY_POST' } });
    expect(system.receipts.gaps(letter.letterId)).toEqual([]);
  });

  it('keeps a letter waiting while the printer cannot be reached, and prints it once', async () => {
    await system.sandbox.fault({ service: 'print', mode: 'error-500', count: 2 });
    const letter = toAddress();
    await system.client.publish(letter);
    await system.waitForReceipt(letter.letterId, 'printed');
    expect(await system.sandbox.faults()).toEqual([]);
    await expectDeliveredOnce(system, [letter]);
  });
});
