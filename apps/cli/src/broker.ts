import { ConfirmedPublisher } from '#messaging/confirmed-publisher.js';
import { PublishError, type PublishErrorCode } from '#messaging/publish-error.js';
import { createLogger } from '#platform/logger.js';
import { CommandError } from './command-error.js';
import type { MfConfig } from './mf.config.js';

const HINTS: Readonly<Partial<Record<PublishErrorCode, string>>> = {
  UNROUTABLE: 'the gateway declares its queues when it starts; is it running?',
  TIMEOUT: 'is the broker of AMQP_URL running?',
  CHANNEL_LOST:
    'may the user of AMQP_URL publish there, and in this name (only a broker user with the tag impersonator may publish as another)?',
};

/** Publishes for one command. Declares nothing: an operator's or sender's user may not. */
export async function withPublisher<Value>(
  config: MfConfig,
  work: (publisher: ConfirmedPublisher) => Promise<Value>,
): Promise<Value> {
  const publisher = new ConfirmedPublisher({
    url: config.amqpUrl,
    name: 'mf',
    topology: { prefix: config.amqpPrefix, exchanges: [], queues: [], bindings: [] },
    // What goes wrong is in the error of the publication.
    logger: createLogger('mf', 'silent'),
  });
  try {
    return await work(publisher);
  } finally {
    await publisher.close();
  }
}

/** An error of the broker as a person should read it; anything else as it is. */
export function brokerError(error: unknown): unknown {
  if (error instanceof PublishError) {
    const hint = HINTS[error.code];
    return new CommandError(`${error.code}: ${error.message}${hint === undefined ? '' : ` (${hint})`}`, {
      cause: error,
    });
  }
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const code = 'code' in error ? error.code : undefined;
  // Socket errors have a word, replies of the broker a number.
  if (typeof code === 'string')
    return new CommandError(`The broker of AMQP_URL cannot be reached (${code}).`, { cause: error });
  return typeof code === 'number' ? new CommandError(`The broker refused: ${error.message}`, { cause: error }) : error;
}
