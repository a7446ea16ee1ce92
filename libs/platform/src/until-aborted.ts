/**
 * Waits for a call that others wait for too: the caller's own wait ends with its signal and gives `gaveUp`, the call goes
 * on. Its rejection is told to whoever still waits; when nobody does it is nobody's, and must not end the process.
 */
export async function untilAborted<Value>(
  shared: Promise<Value>,
  signal: AbortSignal,
  gaveUp: () => Value,
): Promise<Value> {
  shared.catch(() => undefined);
  if (signal.aborted) return gaveUp();
  let onAbort = (): void => undefined;
  const aborted = new Promise<Value>((resolve) => {
    onAbort = (): void => {
      resolve(gaveUp());
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
