import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Channel } from '#channels/channel.port.js';
import { mailboxAddressOf } from '#channels/simulation/mailbox-address.js';
import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import type { ChannelUnderTest, ConformanceContext } from '#channels/testing/conformance-context.js';
import { TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
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
import { AccessPointState } from '../simulator/access-point.state.js';

const CERTIFICATES = 'config/certificates';
/** Buypass' test policy, which the generated certificates carry. */
const TEST_POLICY = '2.16.578.1.26.1.0.3.2';

export interface DpiSubject {
  readonly mailbox: 'digipost' | 'eboks';
  readonly adapter: ChannelUnderTest['adapter'];
  loadConfig(environment: Readonly<Record<string, string>>): DpiChannelSettings;
  readonly createSimulator: SimulatorFactory;
  create(settings: DpiChannelSettings, clock: Clock, toParts: (client: Corner2Client) => DpiParts): Channel;
}

/** A mailbox adapter against Maskinporten, the access point and its own mailbox, all simulated. */
export function dpiUnderTest(subject: DpiSubject): ChannelUnderTest {
  const required = (baseUrl: string): Record<string, string> => ({
    DPI_BASE_URL: `${baseUrl}/dpi`,
    DPI_TRUSTED_CERTIFICATES: readFileSync(`${CERTIFICATES}/root.cert.pem`, 'utf8'),
  });
  return {
    name: subject.mailbox,
    adapter: subject.adapter,
    faultService: 'dpi',
    transport: 'http',
    config: { load: subject.loadConfig, required: required('http://127.0.0.1:9000') },
    start: async (overrides) => {
      const simulator = await startSimulator(
        [createMaskinporten, createAccessPoint, subject.createSimulator],
        overrides,
      );
      const settings = subject.loadConfig({ ...required(simulator.baseUrl), DPI_CERTIFICATE_POLICIES: TEST_POLICY });
      return contextOf(subject, simulator, settings);
    },
  };
}

async function contextOf(
  subject: DpiSubject,
  simulator: RunningSimulator,
  settings: DpiChannelSettings,
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
  await world.persons.put(TEST_PERSON, {
    personIdentifier: TEST_PERSON,
    name: 'Prøveperson',
    krr: { status: 'AKTIV', mailbox: subject.mailbox },
  });
  const mailboxKey = keys.get(subject.mailbox);
  const [certificate = ''] =
    mailboxKey?.certificate.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/) ?? [];
  const state = new AccessPointState(world);
  return {
    channel,
    simulator,
    targets: {
      person: {
        kind: 'mailbox',
        mailbox: {
          providerOrganisation: subject.mailbox === 'digipost' ? '984661185' : '922020175',
          address: mailboxAddressOf(TEST_PERSON),
          certificate,
        },
      },
    },
    sender: TEST_ORGANISATION,
    secrets: [identities.get(TEST_ORGANISATION)?.privateKey ?? '', mailboxKey?.privateKey ?? ''],
    // The channel has no logger: what it says, it says in failures and receipts.
    logged: () => '',
    breakReceipt: () =>
      state.enqueue({
        key: randomUUID(),
        id: randomUUID(),
        owner: TEST_ORGANISATION,
        consumer: TEST_ORGANISATION,
        kanal: settings.kanal,
        jws: 'not.a.receipt',
        readyAt: 0,
      }),
    stop: async () => {
      await tokenHttp.close();
      await simulator.stop();
    },
  };
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
