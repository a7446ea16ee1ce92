import { HttpClient } from '#platform/http.client.js';

/** Sockets of one channel: its own, so that one mailbox provider's trouble does not hold the other back. */
export function dpiHttp({ responseTimeoutMs }: { readonly responseTimeoutMs: number }): HttpClient {
  return new HttpClient({ headersTimeoutMs: responseTimeoutMs, bodyTimeoutMs: responseTimeoutMs });
}
