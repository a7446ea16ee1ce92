/** One contender of a benchmark: does its work once per call. */
export interface Contender {
  readonly name: string;
  once(): Promise<void>;
}

export interface Rounds {
  readonly rounds: number;
  readonly roundMs: number;
  /** Calls under way at the same time. */
  readonly concurrency: number;
}

/**
 * Operations a second of each contender, the median of its rounds. The rounds are interleaved, because a machine's
 * speed changes by a third within minutes: only what ran side by side may be compared.
 */
export async function measureRates(
  contenders: readonly Contender[],
  plan: Rounds,
): Promise<ReadonlyMap<string, number>> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) await oneRound(contender, { ...plan, roundMs: plan.roundMs / 2 });
  for (let round = 0; round < plan.rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) rates.get(contender.name)?.push(await oneRound(contender, plan));
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

async function oneRound(contender: Contender, { roundMs, concurrency }: Rounds): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < roundMs) {
      await contender.once();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (done * 1000) / (performance.now() - startedAt);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
