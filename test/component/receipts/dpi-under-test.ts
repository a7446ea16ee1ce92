import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DigipostAdapter } from '#adapters/digipost/digipost.adapter.js';
import { DigipostClient } from '#adapters/digipost/digipost.client.js';
import { loadDigipostConfig } from '#adapters/digipost/digipost.config.js';
import { EboksAdapter } from '#adapters/eboks/eboks.adapter.js';
import { EboksClient } from '#adapters/eboks/eboks.client.js';
import { loadEboksConfig } from '#adapters/eboks/eboks.config.js';
import type { Channel } from '#channels/channel.port.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { createSimulator as createAccessPoint } from '#dpi/access-point.simulator.js';
import { dpiParts } from '#dpi/channel/dpi-channel.provider.js';
import { AccessPointState } from '#dpi/simulator/access-point.state.js';
import { MaskinportenClient } from '#maskinporten/maskinporten.client.js';
import { MaskinportenConfig } from '#maskinporten/maskinporten.config.js';
import { createSimulator as createMaskinporten } from '#maskinporten/maskinporten.simulator.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { HttpClient } from '#platform/http.client.js';
import { SigningIdentityStore, type SigningIdentity } from '#platform/signing-identity.store.js';

export const SIGNERS = ['313000001', '313001008'] as const;
export type MailboxChannel = 'digipost' | 'eboks';

const CERTIFICATES = 'config/certificates';
const KANAL: Readonly<Record<MailboxChannel, string>> = { digipost: 'mf-digipost', eboks: 'mf-eboks' };

/** Digipost and e-Boks on one simulated access point, as an installation has them. */
export class DpiUnderTest {
  private readonly identities = new SigningIdentityStore(CERTIFICATES);
  private readonly http = new HttpClient();
  private readonly opened: (DigipostAdapter | EboksAdapter)[] = [];

  private constructor(readonly simulator: RunningSimulator) {}

  static async start(): Promise<DpiUnderTest> {
    return new DpiUnderTest(await startSimulator([createMaskinporten, createAccessPoint]));
  }

  /** Another instance each time, which remembers nothing of the others. */
  channel(channel: MailboxChannel): Channel {
    const adapter = channel === 'digipost' ? this.digipost() : this.eboks();
    this.opened.push(adapter);
    return adapter;
  }

  identity(organisation: string): SigningIdentity {
    const identity = this.identities.get(organisation);
    if (identity === undefined) throw new Error(`There is no test certificate of ${organisation}.`);
    return identity;
  }

  /** Puts anything where the receipts of a channel lie; gives the id that it is marked as read by. */
  async enqueue(channel: MailboxChannel, jws: string, owner: string = SIGNERS[0]): Promise<string> {
    const id = randomUUID();
    const receipt = { id, owner, consumer: owner, kanal: KANAL[channel], jws, readyAt: 0 };
    await new AccessPointState(this.simulator.world).enqueue(receipt);
    return id;
  }

  unread(owner: string = SIGNERS[0]): number {
    return new AccessPointState(this.simulator.world).unread({ owner }, Number.MAX_SAFE_INTEGER).length;
  }

  async stop(): Promise<void> {
    for (const adapter of this.opened) await adapter.onApplicationShutdown();
    await this.http.close();
    await this.simulator.stop();
  }

  private digipost(): DigipostAdapter {
    const settings = loadDigipostConfig(this.environment());
    const { clock } = this.simulator;
    return new DigipostAdapter(this.parts(settings.dpi, new DigipostClient(settings, clock)), settings.kanal);
  }

  private eboks(): EboksAdapter {
    const settings = loadEboksConfig(this.environment());
    const { clock } = this.simulator;
    return new EboksAdapter(this.parts(settings.dpi, new EboksClient(settings, clock)), settings.kanal);
  }

  private parts(...[config, client]: [Parameters<typeof dpiParts>[0], Parameters<typeof dpiParts>[1]]) {
    const { clock, baseUrl } = this.simulator;
    const maskinporten = Object.assign(new MaskinportenConfig(), {
      issuer: `${baseUrl}/maskinporten/`,
      tokenUrl: `${baseUrl}/maskinporten/token`,
      jwksUrl: `${baseUrl}/maskinporten/jwk`,
      clientId: 'meldingsformidler',
      organisation: '991825827',
      signerClientIds: SIGNERS.map((number) => `${number}=client-${number}`).join(','),
    });
    const maskinportenClient = new MaskinportenClient(this.http, maskinporten.tokenUrl);
    const tokens = new TokenProvider(maskinporten, maskinportenClient, this.identities, clock);
    return dpiParts(config, client, { identities: this.identities, tokens, clock });
  }

  private environment(): Record<string, string> {
    return {
      DPI_BASE_URL: `${this.simulator.baseUrl}/dpi`,
      DPI_TRUSTED_CERTIFICATES: readFileSync(`${CERTIFICATES}/root.cert.pem`, 'utf8'),
      DPI_CERTIFICATE_POLICIES: '2.16.578.1.26.1.0.3.2',
      DPI_REVOCATION: 'off',
    };
  }
}
