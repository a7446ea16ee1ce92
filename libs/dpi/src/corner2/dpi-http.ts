import { HttpClient } from '#platform/http.client.js';

/** Sockets of one channel: its own, so that one mailbox provider's trouble does not hold the other back. */
export function dpiHttp(provider: string, { responseTimeoutMs }: { readonly responseTimeoutMs: number }): HttpClient {
  return new HttpClient({ provider, headersTimeoutMs: responseTimeoutMs, bodyTimeoutMs: responseTimeoutMs });
}
