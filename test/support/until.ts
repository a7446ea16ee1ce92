/** Waits until `condition` gives something, asking every few milliseconds; fails by name (as it is then) after `timeoutMs`. */
export async function until<Value>(
  what: string | (() => string),
  condition: () => Value | undefined | Promise<Value | undefined>,
  timeoutMs = 5_000,
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) {
      throw new Error(`Not within ${String(timeoutMs)} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
