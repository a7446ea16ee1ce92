import { setMaxListeners } from 'node:events';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { HttpClient } from '#platform/http.client.js';

interface Call {
  readonly endPoint: string;
  readonly body: string;
  readonly attempt: number;
  readonly retries: number;
  readonly done: (answered: boolean) => Promise<void>;
}

/** Before the second try and so on; the last one is used for all that follow. Wall-clock time: sockets know no other. */
const PAUSES_MS = [250, 1_000, 4_000, 10_000, 30_000, 60_000] as const;
const LONGEST_PAUSE_MS = 60_000;
/** After the first; the real service tries as often. */
const EVENT_RETRIES = 12;
const VALIDATION_RETRIES = 4;
const IN_FLIGHT = 16;
const WAITING = 20_000;

/**
 * Posts events to subscribers: a bounded number at once and a bounded number waiting, each tried again with longer
 * pauses. What does not fit is dropped with a line in the log: subscribers have to poll anyway.
 */
export class EventDelivery {
  private readonly http = new HttpClient({ headersTimeoutMs: 5_000, bodyTimeoutMs: 5_000, connections: IN_FLIGHT });
  private readonly stopped = new AbortController();
  private readonly waiting: Call[] = [];
  private readonly pauses = new Set<NodeJS.Timeout>();
  private inFlight = 0;

  constructor(private readonly context: Pick<SimulationContext, 'log'>) {
    // Every call on its way listens; Node warns from the eleventh on.
    setMaxListeners(0, this.stopped.signal);
  }

  send(endPoint: string, event: object): void {
    const done = (): Promise<void> => Promise.resolve();
    this.enqueue({ endPoint, body: JSON.stringify(event), attempt: 0, retries: EVENT_RETRIES, done });
  }

  /** Tried again a few times only; `done` is told once, when it was answered or given up. */
  ask(endPoint: string, event: object, done: Call['done']): void {
    this.enqueue({ endPoint, body: JSON.stringify(event), attempt: 0, retries: VALIDATION_RETRIES, done });
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    for (const pause of this.pauses) clearTimeout(pause);
    this.waiting.length = 0;
    await this.http.close().catch(() => undefined);
  }

  private enqueue(call: Call): void {
    if (this.stopped.signal.aborted) return;
    if (this.waiting.length >= WAITING) {
      this.context.log('altinn-event-dropped', { waiting: this.waiting.length });
      return;
    }
    this.waiting.push(call);
    this.pump();
  }

  private pump(): void {
    while (this.inFlight < IN_FLIGHT) {
      const call = this.waiting.shift();
      if (call === undefined) return;
      this.inFlight += 1;
      void this.post(call).finally(() => {
        this.inFlight -= 1;
        this.pump();
      });
    }
  }

  private async post(call: Call): Promise<void> {
    const answered = await this.isAnswered(call);
    if (!answered && call.attempt < call.retries) {
      this.later(call);
      return;
    }
    try {
      await call.done(answered);
    } catch (error) {
      this.context.log('altinn-event-not-recorded', { error: String(error) });
    }
  }

  private later(call: Call): void {
    if (this.stopped.signal.aborted) return;
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      this.enqueue({ ...call, attempt: call.attempt + 1 });
    }, PAUSES_MS[call.attempt] ?? LONGEST_PAUSE_MS);
    this.pauses.add(pause.unref());
  }

  private async isAnswered({ endPoint, body }: Call): Promise<boolean> {
    try {
      const { status } = await this.http.request({
        method: 'POST',
        url: endPoint,
        headers: { 'content-type': 'application/cloudevents+json' },
        body,
        signal: this.stopped.signal,
      });
      return status >= 200 && status < 300;
    } catch {
      return false;
    }
  }
}
