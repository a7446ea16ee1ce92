import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { describeChannelConformance } from '#channels/testing/conformance.js';
import { aDocument, anOrder } from '#channels/testing/order-builder.js';
import { dpiUnderTest, type DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { mailboxTargets } from '#dpi/testing/dpi-targets.js';
import { describeMailboxCases } from '#dpi/testing/mailbox.cases.js';
import { EboksAdapter } from './eboks.adapter.js';
import { EboksClient } from './eboks.client.js';
import { loadEboksConfig } from './eboks.config.js';
import { createSimulator } from './eboks.simulator.js';

const subject: DpiSubject = {
  party: 'eboks',
  targets: mailboxTargets('eboks'),
  adapter: EboksAdapter,
  loadConfig: loadEboksConfig,
  createSimulator,
  create: (settings, clock, toParts) => new EboksAdapter(toParts(new EboksClient(settings, clock)), settings.kanal),
};

describeChannelConformance(dpiUnderTest(subject));
describeMailboxCases(subject);

describe('the sent receipt of a letter to e-Boks', () => {
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
          renamed: [{ document: 2, fileName: '… (2).pdf', title: '… (2)' }],
          notices: { email: true, sms: false, citizensOwn: 'replaced' },
        },
      },
    });
    // A repeat, which the access point refuses because it has the letter, tells the same.
    const again = await context.channel.deposit(order, AbortSignal.timeout(10_000));
    expect(again).toMatchObject({ ok: true, value: { details: { renamed: [{ document: 2 }] } } });
  });
});
