import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for a condition instead of for a time: asks until `look` gives something, at most `withinMs`, and then throws
 * with what was waited for.
 */
export async function eventually<Value>(
  what: string,
  look: () => Value | undefined | Promise<Value | undefined>,
  withinMs = 10_000,
): Promise<Value> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`Waited ${String(withinMs)} ms in vain for: ${what}`);
    await delay(25);
  }
}
