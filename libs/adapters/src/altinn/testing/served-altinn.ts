import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#domain/clock.js';
import { ok } from '#domain/result.js';
import { AltinnCalls } from '../altinn-calls.js';
import { AltinnClient } from '../altinn.client.js';
import { AltinnHttp } from '../altinn-http.js';
import { ScriptedAltinn } from './scripted-altinn.js';

/** The client over real sockets to a server that a test plays; the token exchange is answered for it. */
export class ServedAltinn {
  private constructor(
    readonly client: AltinnClient,
    private readonly http: AltinnHttp,
    private readonly server: Server,
  ) {}

  static async start(listener: RequestListener): Promise<ServedAltinn> {
    const altinn = new ScriptedAltinn();
    const server = createServer((request, response) => {
      request.resume();
      if (request.url?.includes('/exchange/') === true) response.end(altinn.jwt());
      else listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const tokens = { token: () => Promise.resolve(ok('token')), forget: () => undefined };
    const http = new AltinnHttp();
    const calls = new AltinnCalls(http, tokens, { baseUrl, scopes: 'x' }, systemClock);
    return new ServedAltinn(new AltinnClient(calls), http, server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await this.http.onApplicationShutdown();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
