import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpClient } from '#platform/http.client.js';

/** Maskinporten's own sockets, closed with the app. */
@Injectable()
export class MaskinportenHttp implements OnApplicationShutdown {
  readonly client = new HttpClient({ headersTimeoutMs: 10_000, bodyTimeoutMs: 10_000, connections: 8 });

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
