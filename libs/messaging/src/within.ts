/**
 * Waits for `work`, but no longer than `timeoutMs`; the answer says which it was. Errors of `work` count as done. Every
 * step of a shutdown goes through this: on a half-dead socket amqplib's close() never answers.
 */
export async function within(timeoutMs: number, work: Promise<unknown>): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late');
    }, timeoutMs);
  });
  const done = work.then(
    () => 'done' as const,
    () => 'done' as const,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
