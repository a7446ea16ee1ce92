import type { SimulatedRequest, SimulatedResponse, SimulatedRoute } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import { readGrant } from './simulated-grant.js';
import { GrantRefusal, invalidAssertion, invalidParameter } from './simulated-refusal.js';
import { lifetimeOf, tokenIssuerOf, type TokenSubject } from './simulated-token-issuer.js';

/**
 * Maskinporten with the RFC 7523 grant: it knows the clients, keys and delegations of simulated-clients.ts and refuses
 * what the real one refuses, with its codes. Used jti values are kept in memory: they matter for two minutes only. Its
 * `Date` is that of the simulation's clock, by which it judges the grants.
 */
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

export const createSimulator: SimulatorFactory = (context: SimulationContext): Simulator => {
  const issuer = tokenIssuerOf(context);
  const seen = usedOnce(context);
  const answer = async (request: SimulatedRequest): Promise<SimulatedResponse> => {
    try {
      if (context.faults.next('maskinporten', ['reject']) !== undefined) {
        throw invalidAssertion('Fault switch reject', 'MP-100');
      }
      const subject = await readGrant(await assertionOf(request), context, issuer.issuer, seen);
      const body = {
        access_token: await issuer.issue(subject),
        token_type: 'Bearer',
        expires_in: lifetimeOf(subject.scope),
        scope: subject.scope,
      };
      return { status: 200, body };
    } catch (error) {
      if (error instanceof GrantRefusal) return error.toResponse();
      throw error;
    }
  };
  const token = async (request: SimulatedRequest): Promise<SimulatedResponse> => ({
    ...(await answer(request)),
    headers: { 'cache-control': 'no-store', date: context.clock.now().toUTCString() },
  });
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
  const get = (path: string, body: () => Promise<Readonly<Record<string, unknown>>>): SimulatedRoute => ({
    method: 'GET',
    path,
    service: 'maskinporten',
    handle: async () => ({ status: 200, body: await body() }),
  });
  return {
    routes: [
      { method: 'POST', path: '/maskinporten/token', service: 'maskinporten', handle: token },
      // Where the real one has it, and where RFC 8414 3.1 puts it for an issuer with a path.
      get('/maskinporten/.well-known/oauth-authorization-server', () => Promise.resolve(metadata)),
      get('/.well-known/oauth-authorization-server/maskinporten', () => Promise.resolve(metadata)),
      get('/maskinporten/jwk', async () => ({ keys: [await issuer.publicJwk()] })),
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

async function assertionOf(request: SimulatedRequest): Promise<string> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    throw invalidParameter('content type');
  }
  const form = new URLSearchParams(await request.text());
  if (form.get('grant_type') !== GRANT_TYPE) throw invalidParameter('grant_type');
  return form.get('assertion') ?? '';
}
