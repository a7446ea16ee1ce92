import { HttpClient, type HttpRequest } from '#platform/http.client.js';
import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';
import { TransportError } from '#platform/transport-error.js';
import { CommandError } from './command-error.js';
import type { MfConfig } from './mf.config.js';

/** Who asks the gateway: the sender, or a supplier on its behalf. */
export interface Asker {
  readonly sender: string;
  readonly supplier?: string;
}

/**
 * The gateway's HTTP API for people. With MF_TOKEN that token is used; without, the sandbox is asked for one, which
 * works for the senders it knows. Throws CommandError with what the problem document says.
 */
export class GatewayClient {
  private readonly http = new HttpClient({ connections: 2 });
  private readonly base: string;

  constructor(private readonly config: MfConfig) {
    this.base = (config.gatewayUrl ?? `http://127.0.0.1:${config.gatewayPort}`).replace(/\/$/, '');
  }

  async get(path: string, asker: Asker): Promise<JsonObject> {
    return this.call({ method: 'GET', url: this.base + path, headers: await this.headers(asker) });
  }

  /** `body` is JSON as it is to be sent. */
  async post(path: string, body: Buffer, asker: Asker): Promise<JsonObject> {
    const headers = { ...(await this.headers(asker)), 'content-type': 'application/json' };
    return this.call({ method: 'POST', url: this.base + path, headers, body });
  }

  async close(): Promise<void> {
    await this.http.close();
  }

  private async headers(asker: Asker): Promise<Record<string, string>> {
    return { authorization: `Bearer ${this.config.mfToken ?? (await this.sandboxToken(asker))}` };
  }

  private async sandboxToken({ sender, supplier }: Asker): Promise<string> {
    const answer = await this.call({
      method: 'POST',
      url: `http://127.0.0.1:${this.config.sandboxPort}/control/token`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ consumer: sender, ...(supplier === undefined ? {} : { supplier }) }),
    });
    const token = answer['access_token'];
    if (typeof token !== 'string') throw new CommandError('The sandbox gave no token; set MF_TOKEN.');
    return token;
  }

  private async call(request: HttpRequest): Promise<JsonObject> {
    const { origin } = new URL(request.url);
    const response = await this.http.request(request).catch((error: unknown) => {
      if (!(error instanceof TransportError)) throw error;
      throw new CommandError(`${origin} does not answer (${error.code}). Is the stack running (npm run stack)?`, {
        cause: error,
      });
    });
    const body = parseJson(response.body);
    if (response.status >= 200 && response.status < 300 && isJsonObject(body)) return body;
    throw new CommandError(`${origin} answered ${response.status}${problemText(body)}`);
  }
}

function problemText(body: unknown): string {
  if (!isJsonObject(body)) return '.';
  const parts = [body['code'], body['title'], body['detail']].filter((part) => typeof part === 'string');
  return parts.length === 0 ? '.' : `: ${parts.join(' · ')}`;
}
