import type { OffsetClock } from '#domain/clock.js';
import { HttpClient } from './http.client.js';
import type { Logger } from './logger.js';

/**
 * Follows the sandbox's clock (contract 7: "the apps started with it see"). The sandbox holds the call open until the
 * offset changes, so an advance arrives at once and an idle clock costs one call in 20 seconds.
 */
export class SandboxClockClient {
  private readonly http = new HttpClient({ headersTimeoutMs: 40_000, bodyTimeoutMs: 40_000 });
  private readonly stopped = new AbortController();

  constructor(
    private readonly url: string,
    private readonly clock: OffsetClock,
    private readonly logger: Logger,
    private readonly onChange: () => void = () => undefined,
  ) {}

  /** Reads the offset once, then keeps following it until stop(). */
  async start(): Promise<void> {
    await this.follow('').catch(() => undefined);
    void this.loop();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.http.close().catch(() => undefined);
  }

  private async loop(): Promise<void> {
    while (!this.isStopped()) {
      try {
        await this.follow(`?since=${String(this.clock.offset)}`);
      } catch {
        if (this.isStopped()) return;
        this.logger.debug({ code: 'SANDBOX_CLOCK_UNREACHABLE' }, 'sandbox clock unreachable; keeping the last offset');
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  private async follow(query: string): Promise<void> {
    const response = await this.http.request({ method: 'GET', url: this.url + query, signal: this.stopped.signal });
    const answer = JSON.parse(response.body.toString('utf8')) as { offsetMs?: unknown };
    if (typeof answer.offsetMs !== 'number' || answer.offsetMs === this.clock.offset) return;
    this.clock.setOffset(answer.offsetMs);
    this.onChange();
  }
}
