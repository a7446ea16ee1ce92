import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the code and the broker, to cut or to freeze its connections. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private server: Server | undefined;
  private frozen = false;

  constructor(private readonly target: URL) {}

  /** Listens and returns the URL to use instead of the target's. */
  async start(port = 0): Promise<string> {
    const server = createServer((socket) => {
      this.pair(socket);
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    return url.toString();
  }

  get connections(): number {
    return this.pairs.size;
  }

  cut(): void {
    for (const [near, far] of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Bytes stop in both directions; nobody is told. */
  freeze(): void {
    this.frozen = true;
    for (const [near, far] of this.pairs) {
      near.pause();
      far.pause();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private pair(near: Socket): void {
    const far = connect(Number(this.target.port) || 5672, this.target.hostname);
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (chunk) => {
        if (!this.frozen) to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.pairs.delete(pair);
        to.destroy();
      });
    }
  }
}
