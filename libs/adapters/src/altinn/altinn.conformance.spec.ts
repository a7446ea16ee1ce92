import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator } from '#channels/simulation/start-simulator.js';
import { describeChannelConformance } from '#channels/testing/conformance.js';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { eventually } from '#channels/testing/eventually.js';
import { aDocument, anOrder, TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import { systemClock } from '#domain/clock.js';
import { ok } from '#domain/result.js';
import { HttpClient } from '#platform/http.client.js';
import { loadConfig } from '#platform/load-config.js';
import { AltinnAdapter } from './altinn.adapter.js';
import { AltinnClient } from './altinn.client.js';
import { AltinnConfig } from './altinn.config.js';
import { createSimulator } from './altinn.simulator.js';
import type { CorrespondenceRecord } from './simulator/altinn-records.js';

const RESOURCE = 'meldingsformidler-brev';

function maskinportenToken(): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    scope: 'altinn:serviceowner altinn:correspondence.write',
    exp: Math.floor(systemClock.now().getTime() / 1000) + 600,
    consumer: { ID: `0192:${TEST_ORGANISATION}` },
  };
  return `${encode({ alg: 'RS256' })}.${encode(claims)}.signature`;
}

const TOKEN = maskinportenToken();

function clientOf(baseUrl: string): AltinnClient {
  const config = configOf(baseUrl);
  const tokens = { token: () => Promise.resolve(ok(TOKEN)), forget: () => undefined };
  return new AltinnClient(new HttpClient({ headersTimeoutMs: 5_000 }), tokens, config, systemClock);
}

function configOf(baseUrl: string): AltinnConfig {
  return loadConfig(AltinnConfig, { ALTINN_BASE_URL: `${baseUrl}/altinn`, ALTINN_RESOURCE_ID: RESOURCE }, 'ALTINN_');
}

async function start(overrides: Parameters<typeof startSimulator>[1]): Promise<ConformanceContext> {
  const simulator = await startSimulator(createSimulator, overrides);
  await simulator.world.persons.put(TEST_PERSON, { personIdentifier: TEST_PERSON, name: 'Syntetisk Person' });
  await simulator.world.organisations.put(TEST_ORGANISATION, {
    organisationNumber: TEST_ORGANISATION,
    name: 'Prøve AS',
    hasRole: true,
  });
  const config = configOf(simulator.baseUrl);
  const client = clientOf(simulator.baseUrl);
  return {
    channel: new AltinnAdapter(client, config, simulator.clock),
    simulator,
    targets: {
      person: { kind: 'person', personIdentifier: TEST_PERSON },
      organisation: { kind: 'organisation', organisationNumber: TEST_ORGANISATION },
    },
    sender: TEST_ORGANISATION,
    secrets: [TOKEN],
    logged: () => '',
    breakReceipt: async ({ reference }) => {
      const letters = simulator.world.collection<CorrespondenceRecord>('altinn.correspondences');
      const letter = letters.get(reference);
      if (letter === undefined) throw new Error('The letter is not there.');
      const broken = { status: 'Published', statusText: '', statusChanged: 'yesterday' };
      await letters.put(reference, { ...letter, history: [broken, ...letter.history] });
    },
    stop: async () => {
      await client.onApplicationShutdown();
      await simulator.stop();
    },
  };
}

describeChannelConformance({
  name: 'altinn',
  adapter: AltinnAdapter,
  faultService: 'altinn',
  transport: 'http',
  config: {
    load: (environment) => loadConfig(AltinnConfig, environment, 'ALTINN_'),
    required: { ALTINN_BASE_URL: 'https://platform.example.no', ALTINN_RESOURCE_ID: RESOURCE },
  },
  start,
});

describe('altinn, beside what all channels do', () => {
  const RESERVED = '20914695016';
  const NO_ROLE = '313001008';
  let context: ConformanceContext;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);
  const person = { kind: 'person', personIdentifier: RESERVED } as const;

  beforeAll(async () => {
    context = await start({});
    const { world } = context.simulator;
    await world.persons.put(RESERVED, {
      personIdentifier: RESERVED,
      name: 'Reservert',
      krr: { status: 'AKTIV', reserved: true },
    });
    await world.organisations.put(NO_ROLE, { organisationNumber: NO_ROLE, name: 'Tomt AS', hasRole: false });
  });
  afterAll(() => context.stop());

  it('a reserved person is unreachable for a decision, and gets information', async () => {
    const decision = await context.channel.deposit(anOrder({ target: person }), signal());
    expect(decision).toMatchObject({ ok: false, error: { kind: 'unreachable', code: 'ALTINN_RESERVED' } });
    const information = await context.channel.deposit(
      anOrder({ target: person, letter: { legalEffect: 'information' } }),
      signal(),
    );
    expect(information.ok).toBe(true);
  });

  it('a recipient that Altinn does not know is unreachable', async () => {
    const target = { kind: 'organisation', organisationNumber: '313002004' } as const;
    const result = await context.channel.deposit(anOrder({ target }), signal());
    expect(result).toMatchObject({ ok: false, error: { kind: 'unreachable', code: 'ALTINN_RECIPIENT_UNKNOWN' } });
  });

  it('an organisation where nobody holds a role is accepted, fails to be published, and is then unreachable', async () => {
    const order = anOrder({ target: { kind: 'organisation', organisationNumber: NO_ROLE } });
    const deposit = await context.channel.deposit(order, signal());
    if (!deposit.ok) throw new Error(deposit.error.code);
    const query = {
      ...order,
      reference: deposit.value.reference,
      sender: TEST_ORGANISATION,
      signer: TEST_ORGANISATION,
    };
    const status = await eventually('the letter has failed', async () => {
      const result = await context.channel.status(query, signal());
      return result.ok && result.value.kind === 'known' && result.value.settled ? result.value : undefined;
    });
    expect(status.receipts).toMatchObject([{ event: { type: 'failed', reason: { code: 'ALTINN_NO_ROLE' } } }]);
    expect([...context.simulator.world.deliveries.values()].map(({ reference }) => reference)).not.toContain(
      order.conversationId,
    );
  });

  it('malware in a document is permanent, and no letter is made', async () => {
    const documents = [aDocument({ bytes: Buffer.from('EICAR-STANDARD-ANTIVIRUS-TEST-FILE') })];
    const order = anOrder({ target: person, documents, letter: { legalEffect: 'information' } });
    const result = await context.channel.deposit(order, signal());
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'permanent', code: 'ALTINN_ATTACHMENT_REFUSED', blame: 'sender' },
    });
  });

  it('is published when the letter becomes available, by the movable clock', async () => {
    const { clock, world } = context.simulator;
    const availableFrom = new Date(clock.now().getTime() + 3_600_000);
    const order = anOrder({ target: person, letter: { legalEffect: 'information', availableFrom } });
    expect((await context.channel.deposit(order, signal())).ok).toBe(true);
    const find = (): unknown =>
      [...world.deliveries.values()].find(({ reference }) => reference === order.conversationId);
    expect(find()).toBeUndefined();
    clock.setOffset(3_700_000);
    await eventually('the letter is published', find);
    clock.setOffset(0);
    expect(find()).toBeDefined();
  });

  it('calls the subscriber that has answered the validation, and the call names the letter to read', async () => {
    const calls: Buffer[] = [];
    const subscriber = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        calls.push(Buffer.concat(chunks));
        response.end();
      });
    });
    await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${String((subscriber.address() as AddressInfo).port)}/callbacks/altinn`;
      const client = clientOf(context.simulator.baseUrl);
      expect(await client.subscribe(url, signal())).toEqual(ok(undefined));
      await eventually('the validation event', () => calls[0]);
      const deposit = await context.channel.deposit(
        anOrder({ target: person, letter: { legalEffect: 'information' } }),
        signal(),
      );
      if (!deposit.ok) throw new Error(deposit.error.code);
      const hints = await eventually('an event about the letter', () => {
        const parsed = calls.map((body) => context.channel.callback?.parse({ headers: {}, body }));
        return parsed.find((result) => result?.ok === true && result.value.length > 0);
      });
      expect(hints).toEqual(ok([{ reference: deposit.value.reference }]));
      await client.onApplicationShutdown();
    } finally {
      subscriber.closeAllConnections();
      subscriber.close();
    }
  });
});
