import { describeChannelConformance } from '#channels/testing/conformance.js';
import { dpiUnderTest, type DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { mailboxTargets } from '#dpi/testing/dpi-targets.js';
import { describeMailboxCases } from '#dpi/testing/mailbox.cases.js';
import { describeSentDetails } from '#dpi/testing/sent-details.cases.js';
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
describeSentDetails(subject, {
  renamed: [{ document: 2, fileName: '… (2).pdf', title: '… (2)' }],
  citizensOwn: 'replaced',
});
