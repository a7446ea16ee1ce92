import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedEvent {
  readonly contentType: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whoever has asked for events: keeps what it got, and answers as the test wants. */
export class Subscriber {
  readonly events: ReceivedEvent[] = [];
  /** For the next calls, in order; 200 after them. */
  readonly answers: number[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Subscriber> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const subscriber = new Subscriber(server, `http://127.0.0.1:${String(port)}/events`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReceivedEvent['body'];
        subscriber.events.push({ contentType: request.headers['content-type'] ?? '', body });
        response.statusCode = subscriber.answers.shift() ?? 200;
        response.end();
      });
    });
    return subscriber;
  }

  /** Types without their prefix, of what is about this instance. */
  typesOf(instance: string): readonly string[] {
    return this.events
      .filter(({ body }) => body['resourceinstance'] === instance)
      .map(({ body }) => String(body['type']).replace('no.altinn.correspondence.', ''));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
