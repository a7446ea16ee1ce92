import type { RunningSimulator } from '#channels/simulation/start-simulator.js';
import { HttpClient } from '#platform/http.client.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { MaskinportenClient } from '../maskinporten.client.js';
import { MaskinportenConfig } from '../maskinporten.config.js';
import { GATEWAY_ORGANISATION, SIMULATED_CLIENTS } from '../simulated-clients.js';
import { TokenProvider } from '../token-provider.js';

/** Those who sign with their certificates. */
const SIGNERS = SIMULATED_CLIENTS.filter(
  ({ keys, organisationNumber }) => keys.length === 0 && organisationNumber !== GATEWAY_ORGANISATION,
);

export interface SimulatedTokens {
  readonly config: MaskinportenConfig;
  readonly tokens: TokenProvider;
  close(): Promise<void>;
}

/** A real TokenProvider against the simulated Maskinporten of a test, with the generated test certificates. */
export function simulatedTokens(simulator: RunningSimulator): SimulatedTokens {
  const base = `${simulator.baseUrl}/maskinporten`;
  const config = Object.assign(new MaskinportenConfig(), {
    issuer: `${base}/`,
    tokenUrl: `${base}/token`,
    jwksUrl: `${base}/jwk`,
    clientId: 'meldingsformidler',
    organisation: GATEWAY_ORGANISATION,
    signerClientIds: SIGNERS.map((client) => `${client.organisationNumber}=${client.clientId}`).join(','),
  });
  const http = new HttpClient({ headersTimeoutMs: 5_000, bodyTimeoutMs: 5_000 });
  const identities = new SigningIdentityStore('config/certificates');
  const tokens = new TokenProvider(config, new MaskinportenClient(http, config.tokenUrl), identities, simulator.clock);
  return { config, tokens, close: () => http.close() };
}
