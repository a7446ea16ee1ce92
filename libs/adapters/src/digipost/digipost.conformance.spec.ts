import { describeChannelConformance } from '#channels/testing/conformance.js';
import { dpiUnderTest, type DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { mailboxTargets } from '#dpi/testing/dpi-targets.js';
import { describeMailboxCases } from '#dpi/testing/mailbox.cases.js';
import { describeSentDetails } from '#dpi/testing/sent-details.cases.js';
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
describeSentDetails(subject, { renamed: [{ document: 2, fileName: '… (2).pdf' }], citizensOwn: 'kept' });
