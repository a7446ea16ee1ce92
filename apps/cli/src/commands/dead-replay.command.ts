import { randomUUID } from 'node:crypto';
import type { ConfirmedPublisher } from '#messaging/confirmed-publisher.js';
import type { DeadMessage } from '#messaging/dead-message.js';
import { PublishError } from '#messaging/publish-error.js';
import { topologyNames } from '#messaging/topology.js';
import { amqpUserOf } from '#platform/amqp-user.js';
import { brokerError, withPublisher } from '../broker.js';
import type { Command } from '../command.js';
import { tellOutcomes, type DeadOutcome } from '../dead/dead-outcome.js';
import { pickDead } from '../dead/pick-dead.js';
import { withDeadLetters } from '../dead/with-dead-letters.js';
import type { MfConfig } from '../mf.config.js';

/**
 * A message leaves the dead queue only when the broker has confirmed it in the letter queue, so a break between the two
 * leaves it in both; the letter's id makes that harmless.
 *
 * It is published in the name of the user who published it first, because the gateway decides by that name who may
 * send for whom. A message that had none goes in the name of whoever replays it, who thereby answers for it.
 */
export const deadReplay: Command = {
  name: 'dead replay',
  usage: 'ID… [--json]',
  summary: 'publishes dead messages once more, as they were, and takes them out of the dead queue',
  help: [
    'ID…     message ids, or positions in the list',
    '--json  [{ id, position, ok, problem? }]',
    'Mend the cause first: what is still wrong comes back. To replay in the name of another broker user, the user of',
    'AMQP_URL needs the RabbitMQ tag impersonator.',
  ],
  options: { json: { type: 'boolean' } },
  operands: { least: 1, most: Infinity },
  async run(input, { output, config: read }) {
    const config = read();
    const outcomes = await withDeadLetters(config, async (browser) => {
      const messages = await pickDead(browser, input.operands);
      return withPublisher(config, async (publisher) => {
        const done: DeadOutcome[] = [];
        for (const message of messages) {
          const problem = await replay(message, publisher, config);
          if (problem === undefined) browser.remove(message);
          done.push({ message, ...(problem === undefined ? {} : { problem }) });
        }
        return done;
      });
    });
    return tellOutcomes('replayed', outcomes, input.has('json'), output);
  },
};

async function replay(
  message: DeadMessage,
  publisher: ConfirmedPublisher,
  { amqpUrl, amqpPrefix }: MfConfig,
): Promise<string | undefined> {
  try {
    await publisher.publish({
      exchange: topologyNames(amqpPrefix).letters,
      routingKey: message.routingKey,
      body: message.body,
      contentType: message.contentType ?? 'application/octet-stream',
      messageId: message.id ?? randomUUID(),
      userId: message.userId ?? amqpUserOf(amqpUrl),
      headers: message.headers,
      ...message.properties,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    const told = brokerError(error);
    return told instanceof Error ? told.message : error.message;
  }
}
