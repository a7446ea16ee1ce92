import type { SimulationContext } from '#channels/simulation/simulator.js';
import { DueQueue, type DueItem } from './due-queue.js';

interface Job extends DueItem {
  readonly name: string;
  run(): Promise<void>;
}

const TICK_MS = 50;
const AT_ONCE = 16;
/** After a job that could not be done (the world's store is away). */
const AGAIN_MS = 1_000;

/**
 * The background jobs, by the simulation's clock, so that moving it makes everything due at once. What waits is kept by
 * its records, not here: whoever owns them puts their jobs back after a restart.
 */
export class AltinnJobs {
  private readonly queue = new DueQueue<Job>();
  private readonly running = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private isTicking = false;

  constructor(private readonly context: Pick<SimulationContext, 'clock' | 'log'>) {}

  /** `name` is for the log: no personal data. */
  at(time: number, name: string, run: () => Promise<void>): void {
    this.queue.add({ at: time, name, run });
  }

  start(): void {
    this.timer = setInterval(() => void this.tick(), TICK_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.running);
  }

  private async tick(): Promise<void> {
    if (this.isTicking) return;
    this.isTicking = true;
    try {
      for (let job = this.next(); job !== undefined; job = this.next()) {
        this.begin(job);
        if (this.running.size >= AT_ONCE) await Promise.race(this.running);
      }
    } finally {
      this.isTicking = false;
    }
  }

  private next(): Job | undefined {
    return this.queue.take(this.context.clock.now().getTime());
  }

  private begin(job: Job): void {
    const done = this.attempt(job).finally(() => this.running.delete(done));
    this.running.add(done);
  }

  private async attempt(job: Job): Promise<void> {
    try {
      await job.run();
    } catch (error) {
      this.context.log('altinn-job-failed', { job: job.name, error: String(error) });
      this.at(this.context.clock.now().getTime() + AGAIN_MS, job.name, () => job.run());
    }
  }
}
