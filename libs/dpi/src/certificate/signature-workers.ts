import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { SignatureWorker } from './signature-worker.js';

const MOST_THREADS = 4;

/** The threads that sign; each signature goes to the one with the least to do. */
class SignatureWorkers {
  private readonly workers: readonly SignatureWorker[];

  constructor(threads: number) {
    this.workers = Array.from({ length: threads }, () => new SignatureWorker());
  }

  sign(data: Buffer, key: KeyObject): Promise<Buffer> {
    const leastBusy = this.workers.reduce((best, worker) => (worker.load < best.load ? worker : best));
    return leastBusy.sign(data, key);
  }
}

/** One set for the process, since all keys share its cores; one core is left to the event loop. */
export const SIGNATURES = new SignatureWorkers(Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1)));
