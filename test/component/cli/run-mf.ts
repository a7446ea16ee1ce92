import { systemClock } from '#domain/clock.js';
import { loadConfig } from '#platform/load-config.js';
import { MfConfig } from '../../../apps/cli/src/mf.config.js';
import { runCli } from '../../../apps/cli/src/run-cli.js';
import { RecordedOutput } from '../../../apps/cli/src/testing/recorded-output.js';
import { TestBroker } from '../messaging/broker.js';

export interface MfResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `mf …` as it is typed, on the test's own corner of the real broker. */
export async function runMf(broker: TestBroker, words: readonly string[]): Promise<MfResult> {
  const recorded = new RecordedOutput();
  const environment = { AMQP_URL: TestBroker.url, AMQP_PREFIX: broker.prefix };
  const code = await runCli(words, {
    output: recorded.output,
    clock: systemClock,
    config: () => loadConfig(MfConfig, environment),
    repository: '.',
  });
  return { code, out: recorded.out, err: recorded.err };
}
