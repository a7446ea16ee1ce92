/** A check answers undefined when all is well, else the reason in a few words (shown in /health/ready). */
export type ReadinessCheck = () => Promise<string | undefined> | string | undefined;

/** What must work before an app may be given traffic: each part registers its own check by name. */
export class ReadinessRegistry {
  private readonly checks = new Map<string, ReadinessCheck>();

  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** The checks that do not hold, by name, with the reason. Empty = ready. A check that throws or hangs 2 s fails. */
  async problems(): Promise<Readonly<Record<string, string>>> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcome(check)] as const),
    );
    return Object.fromEntries(results.filter((result): result is [string, string] => result[1] !== undefined));
  }
}

const CHECK_TIMEOUT_MS = 2_000;

async function outcome(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve('no answer within 2 s');
    }, CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
