import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectDeliveredOnce, untilDelivered } from './support/expect-carried.js';
import { mixedLetters } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(120_000);

const LETTERS = 200;
/** So long that a letter which a stopped gateway leaves leased, undrained, is not delivered while the spec waits. */
const LEASE = { DISPATCH_LEASE_MS: '600000' };

describe('two instances of each app', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'two-instances', gateways: 2, receipts: 2, env: LEASE });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('share the letters, and each is delivered once', async () => {
    const letters = mixedLetters(LETTERS);
    await Promise.all(letters.map((letter) => system.client.publish(letter)));
    await untilDelivered(system, letters, 60_000);
    await expectDeliveredOnce(system, letters);
    const deposits = await Promise.all(['gateway', 'gateway-2'].map(depositsOf));
    expect(Math.min(...deposits)).toBeGreaterThan(0);
  });

  it.each(['gateway', 'receipts'])('drain %s at SIGTERM while the other goes on', async (app) => {
    const letters = mixedLetters(LETTERS);
    const publishing = Promise.all(letters.map((letter) => system.client.publish(letter)));
    await system.until(
      () => 'the first letters are sent',
      () =>
        letters.filter(({ letterId }) => system.receipts.hasBeen(letterId, 'sent')).length >= 20 ? true : undefined,
      30_000,
    );
    const drainedMs = await system.kill(app, 'SIGTERM');
    await publishing;
    await untilDelivered(system, letters, 60_000);
    await expectDeliveredOnce(system, letters);
    // Nest ends the process by the same signal when everything has been closed.
    expect(system.app(app).exit).toEqual({ code: null, signal: 'SIGTERM' });
    expect(drainedMs).toBeLessThan(15_000);
  });

  /** Hand-overs that this instance made, from its own counter. */
  async function depositsOf(app: string): Promise<number> {
    const response = await fetch(`${system.app(app).url}/metrics`);
    const lines = (await response.text())
      .split('\n')
      .filter((line) => /deposits_total\{.*outcome="accepted"/.test(line));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }
});
