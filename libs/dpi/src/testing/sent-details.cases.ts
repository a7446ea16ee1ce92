import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { aDocument, anOrder } from '#channels/testing/order-builder.js';
import { dpiUnderTest, type DpiSubject } from './dpi-conformance.js';

/** What the `sent` receipt of a letter with two equal names and an e-mail notice must tell at this provider. */
export interface SentDetails {
  readonly renamed: readonly object[];
  readonly citizensOwn: 'kept' | 'replaced';
}

/** Where the mailboxes differ: which names must be unique, and what becomes of the citizen's own notices. */
export function describeSentDetails(subject: DpiSubject, { renamed, citizensOwn }: SentDetails): void {
  describe(`the sent receipt (${subject.party})`, () => {
    let context: ConformanceContext;
    beforeAll(async () => {
      context = await dpiUnderTest(subject).start({});
    });
    afterAll(() => context.stop());

    it('tells which documents were renamed, and what the notices do; a repeated deposit tells the same', async () => {
      const { person: target } = context.targets;
      if (target === undefined) throw new Error('The context has a person.');
      const order = anOrder({
        target,
        sender: context.sender,
        at: context.simulator.clock.now(),
        documents: [aDocument({ text: 'one' }), aDocument({ text: 'two' })],
        letter: { notification: { email: { text: 'Du har brev', repeatAfterDays: [0, 7] } } },
        notifiable: { email: { value: 'kari@example.test' } },
      });
      const details = { renamed, notices: { email: true, sms: false, citizensOwn } };
      const deposited = await context.channel.deposit(order, AbortSignal.timeout(10_000));
      expect(deposited).toMatchObject({ ok: true, value: { details } });
      const again = await context.channel.deposit(order, AbortSignal.timeout(10_000));
      expect(again).toMatchObject({ ok: true, value: { details: { renamed } } });
    });
  });
}
