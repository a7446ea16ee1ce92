import { DeadLetterBrowser } from '#messaging/dead-letter.browser.js';
import { brokerError } from '../broker.js';
import type { MfConfig } from '../mf.config.js';

/** Everything that `work` has not removed is back in the queue afterwards, whatever happens. */
export async function withDeadLetters<Value>(
  config: MfConfig,
  work: (browser: DeadLetterBrowser) => Promise<Value>,
): Promise<Value> {
  try {
    const browser = await DeadLetterBrowser.open(config.amqpUrl, config.amqpPrefix);
    try {
      return await work(browser);
    } finally {
      await browser.close();
    }
  } catch (error) {
    throw brokerError(error);
  }
}
