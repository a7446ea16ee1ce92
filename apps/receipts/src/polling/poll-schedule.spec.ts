import { describe, expect, it } from '@jest/globals';
import { defect, throttled, transient } from '#domain/failure.js';
import { AppConfig } from '#platform/app-config.js';
import { loadConfig } from '#platform/load-config.js';
import { ReceiptsConfig } from '../receipts.config.js';
import { pollPace } from './poll-pace.js';
import { failureWait, nextIdleWait, nextStatusPoll } from './poll-schedule.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const pace = {
  inboxMinMs: 200,
  inboxMaxMs: 1_000,
  statusMinMs: 5_000,
  statusMaxMs: 3_600_000,
  reconcileMinMs: 600_000,
};
const waitFor = (ageMs: number, tells: 'by-itself' | 'when-asked' = 'when-asked'): number =>
  nextStatusPoll(new Date(NOW.getTime() - ageMs), NOW, pace, tells).getTime() - NOW.getTime();

describe('nextStatusPoll', () => {
  it('asks about a fresh deposit soon and about an old one seldom', () => {
    expect(waitFor(0)).toBe(5_000);
    expect(waitFor(600_000)).toBe(30_000);
    expect(waitFor(30 * 86_400_000)).toBe(3_600_000);
  });

  it('asks a channel that tells by itself slowly from the first, to find what was lost on the way', () => {
    expect(waitFor(0, 'by-itself')).toBe(600_000);
    expect(waitFor(5 * 3_600_000, 'by-itself')).toBe(900_000);
    expect(waitFor(30 * 86_400_000, 'by-itself')).toBe(3_600_000);
  });

  it('takes a deposit from the future for a fresh one', () => {
    expect(waitFor(-60_000)).toBe(5_000);
  });
});

describe('nextIdleWait', () => {
  it('grows to the greatest and stays there', () => {
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) waits.push(nextIdleWait(waits.at(-1) ?? 0, pace));
    expect(waits).toEqual([200, 300, 450, 675, 1_000, 1_000, 1_000]);
  });
});

describe('failureWait', () => {
  it('doubles, and stops at a minute', () => {
    const failure = transient('X', 'x');
    expect([1, 2, 3, 50].map((failures) => failureWait(failure, failures, NOW))).toEqual([1_000, 2_000, 4_000, 60_000]);
  });

  it('gives the provider the time it asks for, an hour at most', () => {
    expect(failureWait(throttled('X', 'x', new Date(NOW.getTime() + 7_000)), 1, NOW)).toBe(7_000);
    expect(failureWait(throttled('X', 'x', new Date(NOW.getTime() + 300_000)), 1, NOW)).toBe(300_000);
    expect(failureWait(throttled('X', 'x', new Date(NOW.getTime() + 7_000_000)), 1, NOW)).toBe(3_600_000);
  });

  it('is slow for a defect', () => {
    expect(failureWait(defect('X', 'x'), 1, NOW)).toBe(60_000);
  });
});

describe('pollPace', () => {
  it('is quick in the sandbox, polite in production, and as configured where it is', () => {
    const config = (environment: Record<string, string>) =>
      pollPace(loadConfig(ReceiptsConfig, environment), 'production');
    const polite = { inboxMaxMs: 10_000, statusMinMs: 5_000, statusMaxMs: 3_600_000, reconcileMinMs: 600_000 };
    expect(config({})).toEqual({ inboxMinMs: 250, ...polite });
    expect(pollPace(new ReceiptsConfig(), 'test')).toMatchObject(polite);
    expect(config({ INBOX_POLL_MAX_MS: '2000', STATUS_POLL_MIN_MS: '100' })).toMatchObject({
      inboxMaxMs: 2_000,
      statusMinMs: 100,
    });
    expect(pollPace(new ReceiptsConfig(), new AppConfig().mfEnvironment)).toMatchObject({ inboxMaxMs: 10_000 });
    expect(pollPace(new ReceiptsConfig(), 'sandbox').inboxMaxMs).toBeLessThanOrEqual(1_000);
  });
});
