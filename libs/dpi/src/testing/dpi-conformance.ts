import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Channel } from '#channels/channel.port.js';
import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import type { ChannelUnderTest, ConformanceContext } from '#channels/testing/conformance-context.js';
import { TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { Clock } from '#domain/clock.js';
import { MaskinportenClient } from '#maskinporten/maskinporten.client.js';
import { MaskinportenConfig } from '#maskinporten/maskinporten.config.js';
import { createSimulator as createMaskinporten } from '#maskinporten/maskinporten.simulator.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { HttpClient } from '#platform/http.client.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { createSimulator as createAccessPoint } from '../access-point.simulator.js';
import { dpiParts } from '../channel/dpi-channel.provider.js';
import type { DpiChannelSettings } from '../channel/dpi.config.js';
import type { DpiParts } from '../channel/dpi-parts.js';
import type { Corner2Client } from '../corner2/corner2.client.js';
import { createSimulator as createCrl } from '../crl.simulator.js';
import { AccessPointState } from '../simulator/access-point.state.js';
import type { Corner4Party } from '../simulator/corner4-party.js';

const CERTIFICATES = 'config/certificates';
/** Buypass' test policy, which the generated certificates carry. */
const TEST_POLICY = '2.16.578.1.26.1.0.3.2';

export interface DpiSubject<Settings extends DpiChannelSettings = DpiChannelSettings> {
  /** Who has the letters behind the access point. */
  readonly party: Corner4Party['channel'];
  readonly adapter: ChannelUnderTest['adapter'];
  loadConfig(environment: Readonly<Record<string, string>>): Settings;
  /** The party's own, where it has one beside the access point's. */
  readonly createSimulator?: SimulatorFactory;
  create(settings: Settings, clock: Clock, toParts: (client: Corner2Client) => DpiParts): Channel;
  /** Whom it can be sent to; puts them into the world. */
  targets(simulator: RunningSimulator): Promise<ConformanceContext['targets']>;
}

/** A channel against Maskinporten, the access point and the party behind it, all simulated. */
export function dpiUnderTest<Settings extends DpiChannelSettings>(subject: DpiSubject<Settings>): ChannelUnderTest {
  const required = (baseUrl: string): Record<string, string> => ({
    DPI_BASE_URL: `${baseUrl}/dpi`,
    DPI_TRUSTED_CERTIFICATES: readFileSync(`${CERTIFICATES}/root.cert.pem`, 'utf8'),
  });
  return {
    name: `${subject.party} through DPI`,
    adapter: subject.adapter,
    faultService: 'dpi',
    transport: 'http',
    config: { load: subject.loadConfig, required: required('http://127.0.0.1:9000') },
    start: async (overrides) => {
      const own = subject.createSimulator === undefined ? [] : [subject.createSimulator];
      const simulator = await startSimulator([createMaskinporten, createAccessPoint, createCrl, ...own], overrides);
      const settings = subject.loadConfig({
        ...required(simulator.baseUrl),
        DPI_CERTIFICATE_POLICIES: TEST_POLICY,
        DPI_CRL_MIRRORS: `http://crl.sandbox.invalid/=${simulator.baseUrl}/crl/`,
      });
      return contextOf(subject, simulator, settings);
    },
  };
}

async function contextOf<Settings extends DpiChannelSettings>(
  subject: DpiSubject<Settings>,
  simulator: RunningSimulator,
  settings: Settings,
): Promise<ConformanceContext> {
  const { clock, world, keys } = simulator;
  const identities = new SigningIdentityStore(CERTIFICATES);
  const tokenHttp = new HttpClient();
  const maskinporten = maskinportenConfig(simulator.baseUrl);
  const tokens = new TokenProvider(
    maskinporten,
    new MaskinportenClient(tokenHttp, maskinporten.tokenUrl),
    identities,
    clock,
  );
  const channel = subject.create(settings, clock, (client) =>
    dpiParts(settings.dpi, client, { identities, tokens, clock }),
  );
  const state = new AccessPointState(world);
  return {
    channel,
    simulator,
    targets: await subject.targets(simulator),
    sender: TEST_ORGANISATION,
    secrets: [identities.get(TEST_ORGANISATION)?.privateKey ?? '', keys.get(subject.party)?.privateKey ?? ''],
    // The channel has no logger: what it says, it says in failures and receipts.
    logged: () => '',
    breakReceipt: () =>
      state.enqueue({
        id: randomUUID(),
        owner: TEST_ORGANISATION,
        consumer: TEST_ORGANISATION,
        kanal: settings.kanal,
        jws: 'not.a.receipt',
        readyAt: 0,
      }),
    stop: async () => {
      await closing(channel);
      await tokenHttp.close();
      await simulator.stop();
    },
  };
}

/** As the container does at shutdown. */
async function closing(channel: Channel & Partial<OnApplicationShutdown>): Promise<void> {
  await channel.onApplicationShutdown?.();
}

function maskinportenConfig(baseUrl: string): MaskinportenConfig {
  return Object.assign(new MaskinportenConfig(), {
    issuer: `${baseUrl}/maskinporten/`,
    tokenUrl: `${baseUrl}/maskinporten/token`,
    jwksUrl: `${baseUrl}/maskinporten/jwk`,
    clientId: 'meldingsformidler',
    organisation: '991825827',
    signerClientIds: [TEST_ORGANISATION, '313003000'].map((number) => `${number}=client-${number}`).join(','),
  });
}
