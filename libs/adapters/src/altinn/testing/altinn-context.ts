import { startSimulator } from '#channels/simulation/start-simulator.js';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import { createSimulator as createMaskinporten } from '#maskinporten/maskinporten.simulator.js';
import { simulatedTokens, type SimulatedTokens } from '#maskinporten/testing/simulated-tokens.js';
import { HttpClient } from '#platform/http.client.js';
import { loadConfig } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import { surpriseLog } from '#platform/surprise-log.js';
import { AltinnAdapter } from '../altinn.adapter.js';
import { AltinnCalls } from '../altinn-calls.js';
import { AltinnClient } from '../altinn.client.js';
import { AltinnConfig } from '../altinn.config.js';
import { AltinnEventsClient } from '../altinn-events.client.js';
import { createSimulator } from '../altinn.simulator.js';
import type { CorrespondenceRecord } from '../simulator/altinn-records.js';

/** The gateway's own resource at the simulated Altinn. */
export const RESOURCE = 'meldingsformidler-brev';

export interface AltinnContext extends ConformanceContext {
  readonly events: AltinnEventsClient;
}

/** The adapter at the simulated Altinn, with tokens of the simulated Maskinporten. */
export async function startAltinn(
  overrides: Parameters<typeof startSimulator>[1],
  environment: Readonly<Record<string, string>> = {},
): Promise<AltinnContext> {
  const simulator = await startSimulator([createMaskinporten, createSimulator], overrides);
  await simulator.world.persons.put(TEST_PERSON, { personIdentifier: TEST_PERSON, name: 'Syntetisk Person' });
  await simulator.world.organisations.put(TEST_ORGANISATION, {
    organisationNumber: TEST_ORGANISATION,
    name: 'Prøve AS',
    hasRole: true,
  });
  const config = loadConfig(
    AltinnConfig,
    {
      ALTINN_BASE_URL: `${simulator.baseUrl}/altinn`,
      ALTINN_CALLBACK_URL: 'http://127.0.0.1/callbacks/altinn',
      ALTINN_RESOURCE_ID: RESOURCE,
      ...environment,
    },
    'ALTINN_',
  );
  const maskinporten = simulatedTokens(simulator);
  const secrets: string[] = [];
  const http = new HttpClient({ headersTimeoutMs: 5_000, maxResponseBytes: 1024 * 1024 });
  const calls = new AltinnCalls(
    { calls: http, uploads: http },
    keeping(maskinporten, secrets),
    config,
    simulator.clock,
  );
  const logged: unknown[] = [];
  const logger = { warn: (...what: unknown[]) => logged.push(what) } as unknown as Logger;
  return {
    channel: new AltinnAdapter(new AltinnClient(calls), config, simulator.clock, surpriseLog('altinn', logger)),
    events: new AltinnEventsClient(calls),
    simulator,
    targets: {
      person: { kind: 'person', personIdentifier: TEST_PERSON },
      organisation: { kind: 'organisation', organisationNumber: TEST_ORGANISATION },
    },
    sender: TEST_ORGANISATION,
    secrets,
    logged: () => JSON.stringify(logged),
    breakReceipt: async ({ reference }) => {
      const letters = simulator.world.collection<CorrespondenceRecord>('altinn.correspondences');
      const letter = letters.get(reference);
      if (letter === undefined) throw new Error('The letter is not there.');
      const broken = { status: 'Published', statusText: '', statusChanged: 'yesterday' } as const;
      await letters.put(reference, { ...letter, history: [broken, ...letter.history] });
    },
    stop: async () => {
      await http.close();
      await maskinporten.close();
      await simulator.stop();
    },
  };
}

/** The tokens that were used, which may be seen nowhere. */
function keeping({ tokens }: SimulatedTokens, secrets: string[]): ConstructorParameters<typeof AltinnCalls>[1] {
  return {
    token: async (...request) => {
      const token = await tokens.token(...request);
      if (token.ok) secrets.push(token.value);
      return token;
    },
    forget: (token) => {
      tokens.forget(token);
    },
  };
}
