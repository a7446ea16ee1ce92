import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { OffsetClock } from '#domain/clock.js';
import { AltinnJobs } from './altinn-jobs.js';

const HOUR_MS = 3_600_000;

describe('AltinnJobs', () => {
  const clock = new OffsetClock();
  let logged: string[];
  let jobs: AltinnJobs;

  beforeEach(() => {
    clock.setOffset(0);
    logged = [];
    jobs = new AltinnJobs({ clock, log: (event, details) => logged.push(`${event} ${String(details?.['job'])}`) });
    jobs.start();
  });
  afterEach(() => jobs.stop());

  it('does thousands when the clock is moved past them, each once, and none before', async () => {
    const done: number[] = [];
    const due = clock.now().getTime() + HOUR_MS;
    for (let number = 0; number < 5_000; number += 1) {
      jobs.at(due + (number % 7), 'job', () => Promise.resolve(void done.push(number)));
    }
    let isFirstDone = false;
    jobs.at(0, 'first', () => Promise.resolve(void (isFirstDone = true)));
    await eventually('the first tick', () => isFirstDone || undefined);
    expect(done).toEqual([]);
    clock.setOffset(2 * HOUR_MS);
    await eventually('all jobs', () => (done.length === 5_000 ? true : undefined));
    expect(new Set(done).size).toBe(5_000);
  });

  it('does a job again that could not be done, and the others meanwhile', async () => {
    let tries = 0;
    let others = 0;
    jobs.at(0, 'failing', () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('the store is away')) : Promise.resolve();
    });
    jobs.at(0, 'other', () => Promise.resolve(void (others += 1)));
    await eventually('the second try', () => {
      clock.setOffset(clock.offset + 1_000);
      return tries === 3 ? true : undefined;
    });
    expect(others).toBe(1);
    expect(logged).toEqual(['altinn-job-failed failing', 'altinn-job-failed failing']);
  });
});
