import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient, type HttpClientOptions } from '#platform/http.client.js';
import type { TransportError } from '#platform/transport-error.js';

/** An HttpClient and the server that it calls, for one test. */
export class ServedClient {
  private constructor(
    readonly client: HttpClient,
    readonly url: string,
    private readonly server: Server,
  ) {}

  /** `path` without a slash at its beginning. */
  static async start(
    listener: RequestListener,
    options: Partial<HttpClientOptions> = {},
    path = '',
  ): Promise<ServedClient> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/${path}`;
    return new ServedClient(new HttpClient(options), url, server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    // A client that a test has closed already.
    await this.client.close().catch(() => undefined);
  }
}

/** The error of a call that must not be answered. */
export async function failureOf(call: Promise<unknown> | undefined): Promise<TransportError> {
  const answer = await call?.catch((error: unknown) => error);
  if (!(answer instanceof Error)) throw new Error('the call was answered');
  return answer as TransportError;
}
