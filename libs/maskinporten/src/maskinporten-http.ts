import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpClient } from '#platform/http.client.js';

/** A token or a key set has a few thousand bytes; what is longer is neither, and is not read to its end. */
const LONGEST_ANSWER_BYTES = 256 * 1024;

/** Maskinporten's own sockets, closed with the app. */
@Injectable()
export class MaskinportenHttp implements OnApplicationShutdown {
  readonly client = new HttpClient({
    provider: 'maskinporten',
    totalTimeoutMs: 20_000,
    headersTimeoutMs: 10_000,
    bodyTimeoutMs: 10_000,
    connections: 8,
    maxResponseBytes: LONGEST_ANSWER_BYTES,
  });

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
