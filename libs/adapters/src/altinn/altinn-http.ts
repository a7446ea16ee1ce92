import type { OnApplicationShutdown } from '@nestjs/common';
import { HttpClient } from '#platform/http.client.js';

/** Where calls of Altinn go out. */
export interface AltinnSockets {
  readonly calls: Pick<HttpClient, 'request'>;
  readonly uploads: Pick<HttpClient, 'request'>;
}

/**
 * Below the 30 s that a poll of a letter is given: an Altinn that says nothing must count for the circuit breaker, and a
 * call that its caller has given up does not.
 */
const CALL_HEADERS_TIMEOUT_MS = 20_000;
const CALL_TIMEOUT_MS = 60_000;
/** After the last byte 2 GB are still to be stored; an upload is not given up while bytes flow. */
const UPLOAD_HEADERS_TIMEOUT_MS = 60_000;
/** The calls of letters that wait for their scan or their turn are short: half a socket for each letter of the 64. */
const CALL_SOCKETS = 32;
/** One for each of the 64 letters that the channels file lets be under way; their second and third document take turns. */
const UPLOAD_SOCKETS = 64;
/** The longest answer there is, the details of a letter with all its notices, has some kilobytes. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/**
 * The sockets to Altinn, closed when the app ends. Uploads have a pool of their own: they hold a socket for minutes, and
 * would keep the token exchange, the polls of other letters and the call that hands a letter over waiting for theirs.
 */
export class AltinnHttp implements AltinnSockets, OnApplicationShutdown {
  readonly calls = new HttpClient({
    provider: 'altinn',
    headersTimeoutMs: CALL_HEADERS_TIMEOUT_MS,
    totalTimeoutMs: CALL_TIMEOUT_MS,
    connections: CALL_SOCKETS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  /** How long an upload may take altogether goes by its size, and comes with the call (altinn.client.ts). */
  readonly uploads = new HttpClient({
    provider: 'altinn-uploads',
    headersTimeoutMs: UPLOAD_HEADERS_TIMEOUT_MS,
    connections: UPLOAD_SOCKETS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.calls.close(), this.uploads.close()]);
  }
}
