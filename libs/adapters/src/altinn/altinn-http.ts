import type { OnApplicationShutdown } from '@nestjs/common';
import { HttpClient } from '#platform/http.client.js';

/** Uploads of 2 GB answer late; a letter is not given up while bytes flow. */
const HEADERS_TIMEOUT_MS = 60_000;
/** Of one upload; every other call ends with its caller's signal, or that of the exchange. */
const TOTAL_TIMEOUT_MS = 15 * 60_000;
/** The longest answer there is, the details of a letter with all its notices, has some kilobytes. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** The sockets to Altinn, closed when the app ends. */
export class AltinnHttp implements OnApplicationShutdown {
  readonly client = new HttpClient({
    provider: 'altinn',
    headersTimeoutMs: HEADERS_TIMEOUT_MS,
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
