import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { describeChannelConformance } from '#channels/testing/conformance.js';
import { aDocument, anOrder } from '#channels/testing/order-builder.js';
import { dpiUnderTest, type DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { mailboxTargets } from '#dpi/testing/dpi-targets.js';
import { describeMailboxCases } from '#dpi/testing/mailbox.cases.js';
import { DigipostAdapter } from './digipost.adapter.js';
import { DigipostClient } from './digipost.client.js';
import { loadDigipostConfig } from './digipost.config.js';
import { createSimulator } from './digipost.simulator.js';

const subject: DpiSubject = {
  party: 'digipost',
  targets: mailboxTargets('digipost'),
  adapter: DigipostAdapter,
  loadConfig: loadDigipostConfig,
  createSimulator,
  create: (settings, clock, toParts) =>
    new DigipostAdapter(toParts(new DigipostClient(settings, clock)), settings.kanal),
};

describeChannelConformance(dpiUnderTest(subject));
describeMailboxCases(subject);

describe('the sent receipt of a letter to Digipost', () => {
  let context: ConformanceContext;
  beforeAll(async () => {
    context = await dpiUnderTest(subject).start({});
  });
  afterAll(() => context.stop());

  it('tells which documents were renamed, and what the notices do', async () => {
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
    const deposited = await context.channel.deposit(order, AbortSignal.timeout(10_000));
    expect(deposited).toMatchObject({
      ok: true,
      value: {
        details: {
          renamed: [{ document: 2, fileName: '… (2).pdf' }],
          notices: { email: true, sms: false, citizensOwn: 'kept' },
        },
      },
    });
    // A repeat, which the access point refuses because it has the letter, tells the same.
    const again = await context.channel.deposit(order, AbortSignal.timeout(10_000));
    expect(again).toMatchObject({ ok: true, value: { details: { renamed: [{ document: 2 }] } } });
  });
});
