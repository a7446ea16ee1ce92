import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `probe` until it returns something other than undefined; undefined after `timeoutMs`. Asks often at first, then
 * four times a second.
 */
export async function waitFor(probe, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  for (let pause = 25; ; pause = Math.min(pause * 2, 250)) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (performance.now() >= deadline) return undefined;
    await delay(pause);
  }
}
