import type { Failure } from '#domain/failure.js';
import { ok, type Result } from '#domain/result.js';
import type { HttpClient, HttpRequest, HttpResponse } from '#platform/http.client.js';
import type { TokenProvider, TokenRequest } from './token-provider.js';

/**
 * Calls that change nothing at the provider, with a token. A token that is refused (401) is thrown away and the call
 * made once more with a new one: tokens are revoked and clocks set right in mid-life. Not for deposits.
 */
export class AuthorisedClient {
  constructor(
    private readonly http: Pick<HttpClient, 'request'>,
    private readonly tokens: Pick<TokenProvider, 'token' | 'forget'>,
    private readonly tokenRequest: TokenRequest,
  ) {}

  /** Throws TransportError when there is no complete answer. */
  async request(request: HttpRequest, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const first = await this.once(request, signal);
    return first.ok && first.value.status === 401 ? this.once(request, signal) : first;
  }

  private async once(request: HttpRequest, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const token = await this.tokens.token(this.tokenRequest, signal);
    if (!token.ok) return token;
    const headers = { ...request.headers, authorization: `Bearer ${token.value}` };
    const response = await this.http.request({ ...request, headers, signal });
    if (response.status === 401) this.tokens.forget(token.value);
    return ok(response);
  }
}
