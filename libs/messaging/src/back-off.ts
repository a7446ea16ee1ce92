/** Exponential back-off with full jitter in its upper half: between 50 and 100 % of `firstMs * 2^attempt`, at most `mostMs`. */
export function backOff(attempt: number, firstMs: number, mostMs: number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}
