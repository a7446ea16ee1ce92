import { describeChannelConformance } from '#channels/testing/conformance.js';
import { dpiUnderTest, type DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { describeMailboxCases } from '#dpi/testing/mailbox.cases.js';
import { DigipostAdapter } from './digipost.adapter.js';
import { DigipostClient } from './digipost.client.js';
import { loadDigipostConfig } from './digipost.config.js';
import { createSimulator } from './digipost.simulator.js';

const subject: DpiSubject = {
  mailbox: 'digipost',
  adapter: DigipostAdapter,
  loadConfig: loadDigipostConfig,
  createSimulator,
  create: (settings, clock, toParts) =>
    new DigipostAdapter(toParts(new DigipostClient(settings, clock)), settings.kanal),
};

describeChannelConformance(dpiUnderTest(subject));
describeMailboxCases(subject);
