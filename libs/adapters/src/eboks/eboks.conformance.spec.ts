import { describeChannelConformance } from '#channels/testing/conformance.js';
import { dpiUnderTest, type DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { describeMailboxCases } from '#dpi/testing/mailbox.cases.js';
import { EboksAdapter } from './eboks.adapter.js';
import { EboksClient } from './eboks.client.js';
import { loadEboksConfig } from './eboks.config.js';
import { createSimulator } from './eboks.simulator.js';

const subject: DpiSubject = {
  mailbox: 'eboks',
  adapter: EboksAdapter,
  loadConfig: loadEboksConfig,
  createSimulator,
  create: (settings, clock, toParts) => new EboksAdapter(toParts(new EboksClient(settings, clock)), settings.kanal),
};

describeChannelConformance(dpiUnderTest(subject));
describeMailboxCases(subject);
