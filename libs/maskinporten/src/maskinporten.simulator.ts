import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import { GrantRefusal, readGrant } from './simulated-grant.js';
import { tokenIssuerOf, TOKEN_LIFETIME, type TokenSubject } from './simulated-token-issuer.js';

/**
 * Maskinporten with the RFC 7523 grant: it knows the clients and delegations of simulated-clients.ts and refuses what
 * the real one refuses, with its codes. Used jti values are kept in memory: they matter for two minutes only.
 */
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

export const createSimulator: SimulatorFactory = (context: SimulationContext): Simulator => {
  const issuer = tokenIssuerOf(context);
  const seen = usedOnce(context);
  const token = async (request: SimulatedRequest): Promise<SimulatedResponse> => {
    try {
      if (context.faults.next('maskinporten', ['reject']) !== undefined) {
        throw new GrantRefusal(400, 'invalid_grant', 'Fault switch reject', 'MP-100');
      }
      const form = new URLSearchParams(await request.text());
      if (form.get('grant_type') !== GRANT_TYPE) {
        throw new GrantRefusal(400, 'invalid_request', 'Unknown grant_type', 'MP-011');
      }
      const subject = await readGrant(form.get('assertion') ?? '', context, issuer.issuer, seen);
      const body = {
        access_token: await issuer.issue(subject),
        token_type: 'Bearer',
        expires_in: TOKEN_LIFETIME,
        scope: subject.scope,
      };
      return { status: 200, headers: { 'cache-control': 'no-store' }, body };
    } catch (error) {
      if (error instanceof GrantRefusal) return refusal(error);
      throw error;
    }
  };
  const base = `${context.baseUrl}/maskinporten`;
  const metadata = {
    issuer: issuer.issuer,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwk`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    grant_types_supported: [GRANT_TYPE],
    token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
    authorization_details_types_supported: ['urn:altinn:systemuser', 'urn:altinn:consent'],
  };
  return {
    routes: [
      { method: 'POST', path: '/maskinporten/token', service: 'maskinporten', handle: token },
      {
        method: 'GET',
        path: '/maskinporten/.well-known/oauth-authorization-server',
        service: 'maskinporten',
        handle: () => Promise.resolve({ status: 200, body: metadata }),
      },
      {
        method: 'GET',
        path: '/maskinporten/jwk',
        service: 'maskinporten',
        handle: async () => ({ status: 200, body: { keys: [await issuer.publicJwk()] } }),
      },
    ],
  };
};

/** For `POST /control/token`: a token without a grant, for scripts that have no certificate. */
export function issueToken(
  context: SimulationContext,
  subject: Omit<TokenSubject, 'scope'> & { readonly scope?: string },
): Promise<string> {
  return tokenIssuerOf(context).issue({ ...subject, scope: subject.scope ?? 'meldingsformidler:send' });
}

/** True for a jti that has been used; remembers it until its grant has expired. */
function usedOnce(context: SimulationContext): (jti: string, until: number) => boolean {
  const used = new Map<string, number>();
  return (jti, until) => {
    const now = context.clock.now().getTime() / 1_000;
    for (const [known, expiry] of used) if (expiry < now - 60) used.delete(known);
    if (used.has(jti)) return true;
    used.set(jti, until);
    return false;
  };
}

function refusal(error: GrantRefusal): SimulatedResponse {
  return {
    status: error.status,
    body: {
      error: error.error,
      error_description: `${error.message} (${error.code})`,
      error_uri: 'https://docs.digdir.no/docs/Maskinporten/maskinporten_feilsoking',
    },
  };
}
