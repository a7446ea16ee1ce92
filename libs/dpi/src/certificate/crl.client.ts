import { err, ok, type Result } from '#domain/result.js';
import { HttpClient } from '#platform/http.client.js';
import { TransportError } from '#platform/transport-error.js';
import type { CrlProblem } from './crl-problem.js';

/** The largest lists in use have some megabytes; past this it is no list but an attack or a mistake. */
export const MAX_CRL_BYTES = 20 * 1024 * 1024;
const WHOLE_FETCH_MS = 20_000;

/** One address prefix and what stands in its place. */
export interface CrlMirror {
  readonly prefix: string;
  readonly replacement: string;
}

/**
 * Fetches revocation lists. Mirrors are there because gateways stand behind firewalls that do not let them out to the
 * issuers' addresses, which made checks impossible at our peers (DPI reference 7, item 7).
 */
export class CrlClient {
  private readonly http = new HttpClient({
    provider: 'crl',
    connections: 2,
    headersTimeoutMs: 10_000,
    bodyTimeoutMs: 10_000,
    totalTimeoutMs: WHOLE_FETCH_MS,
    maxResponseBytes: MAX_CRL_BYTES,
  });

  private readonly closing = new AbortController();

  constructor(private readonly mirrors: readonly CrlMirror[]) {}

  /** `url` as the certificate has it. */
  async fetch(url: string): Promise<Result<Buffer, CrlProblem>> {
    const address = this.mirrored(url);
    if (!URL.canParse(address)) return err('CRL_UNREACHABLE');
    try {
      const { status, body } = await this.http.request({
        method: 'GET',
        url: address,
        signal: this.closing.signal,
      });
      return status === 200 ? ok(body) : err('CRL_UNREACHABLE');
    } catch (error) {
      if (error instanceof TransportError) return err('CRL_UNREACHABLE');
      throw error;
    }
  }

  /** Ends what is under way: nobody waits for a list any more. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.http.close();
  }

  private mirrored(url: string): string {
    const mirror = this.mirrors.find(({ prefix }) => url.startsWith(prefix));
    return mirror === undefined ? url : mirror.replacement + url.slice(mirror.prefix.length);
  }
}
