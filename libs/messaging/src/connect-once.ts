import { connect, type ChannelModel } from 'amqplib';

const TIMEOUT_MS = 10_000;

/**
 * A connection for one command of a person: no recovery, so that a broker that is away is told at once. Rejects with
 * the socket's error or the broker's refusal; neither holds the URL with its password.
 */
export async function connectOnce(url: string, name: string): Promise<ChannelModel> {
  const connection = await connect(url, {
    noDelay: true,
    timeout: TIMEOUT_MS,
    clientProperties: { connection_name: name },
  });
  // The call that runs into it rejects; without a listener the process would end first.
  connection.on('error', () => undefined);
  return connection;
}
