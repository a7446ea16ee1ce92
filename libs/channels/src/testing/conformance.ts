import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { ChannelUnderTest } from './conformance-context.js';
import { describeConfigCases } from './conformance-config.cases.js';
import { describeDepositCases } from './conformance-deposit.cases.js';
import { describeFaultCases } from './conformance-fault.cases.js';
import { describePrivacyCases } from './conformance-privacy.cases.js';
import { describeReceiptCases } from './conformance-receipt.cases.js';
import { ConformanceHarness } from './conformance.harness.js';

/**
 * The one suite that every channel adapter runs against its own simulator over real sockets. What an adapter must do
 * is read from its descriptor, never from a flag of the test, so a capability that is declared is a capability that
 * is proved. The two questions behind most cases are the promise of the README: is a letter ever lost, and does the
 * recipient ever get it twice.
 */
export function describeChannelConformance(channel: ChannelUnderTest): void {
  describe(`${channel.name} as a channel`, () => {
    const harness = new ConformanceHarness(channel);
    beforeAll(() => harness.start());
    afterEach(() => {
      harness.calm();
    });
    afterAll(() => harness.stop());

    describeDepositCases(harness);
    describeFaultCases(harness);
    describeReceiptCases(harness);
    describePrivacyCases(harness);
    describeConfigCases(harness);
  });
}
