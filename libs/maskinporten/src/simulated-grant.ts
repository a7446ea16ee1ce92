import type { JWTPayload } from 'jose';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { fromIso6523 } from '#domain/identifiers.js';
import { isJsonObject } from '#platform/parse-json.js';
import {
  clientOfOrganisation,
  mayActFor,
  SCOPE_LIFETIMES,
  systemUserOf,
  type SimulatedClient,
} from './simulated-clients.js';
import { proveGrant } from './simulated-proof.js';
import { GrantRefusal, invalidAssertion, invalidParameter } from './simulated-refusal.js';
import type { TokenSubject } from './simulated-token-issuer.js';

const ALLOWED_CLAIMS = new Set([
  'aud',
  'iss',
  'scope',
  'iat',
  'exp',
  'jti',
  'resource',
  'pid',
  'consumer_org',
  'iss_onbehalfof',
  'authorization_details',
]);
const CLOCK_SKEW_SECONDS = 10;
const LONGEST_LIFETIME_SECONDS = 120;
const SYSTEM_USER = 'urn:altinn:systemuser';

/** Checks one assertion as the real token endpoint does, in its order, and says who the token is for. Throws GrantRefusal. */
export async function readGrant(
  assertion: string,
  context: SimulationContext,
  issuer: string,
  seen: (jti: string, until: number) => boolean,
): Promise<TokenSubject> {
  const { claims, client, method } = await proveGrant(assertion, context);
  if (Object.keys(claims).some((claim) => !ALLOWED_CLAIMS.has(claim))) {
    throw invalidAssertion('Unknown claim', 'MP-100');
  }
  if (claims.aud !== issuer) throw invalidAssertion('Client authentication failed. Invalid JWT claim aud', 'MP-110');
  checkTimes(claims, Math.floor(context.clock.now().getTime() / 1_000));
  if (typeof claims.jti === 'string' && seen(claims.jti, claims.exp ?? 0)) {
    throw new GrantRefusal(400, 'invalid_request', 'Grant is used before', 'MP-012');
  }
  const scopes = scopesOf(claims, client);
  return {
    clientId: client.clientId,
    clientMethod: method,
    scope: scopes.join(' '),
    ...resourceOf(claims),
    ...personOf(claims),
    ...partiesOf(claims, client, scopes),
    ...systemUserClaim(claims, client),
  };
}

/** `iat` less than ten seconds ahead of or after our clock, `exp` at most 120 seconds after it. */
function checkTimes({ iat, exp }: JWTPayload, now: number): void {
  const holds =
    iat !== undefined &&
    exp !== undefined &&
    Math.abs(iat - now) <= CLOCK_SKEW_SECONDS &&
    exp - iat <= LONGEST_LIFETIME_SECONDS &&
    exp > now;
  if (!holds) throw invalidAssertion('JWT is expired, of the future or valid for too long', 'MP-130');
}

function scopesOf(claims: JWTPayload, client: SimulatedClient): readonly string[] {
  const scope = typeof claims['scope'] === 'string' ? claims['scope'] : '';
  const scopes = scope.split(/\s+/).filter((name) => name !== '');
  if (scopes.length === 0 || scopes.some((name) => SCOPE_LIFETIMES[name] === undefined)) {
    throw new GrantRefusal(400, 'invalid_scope', 'Unknown scope', 'MP-200');
  }
  if (scopes.some((name) => !client.scopes.includes(name))) {
    throw new GrantRefusal(400, 'invalid_scope', 'Token request contains invalid scopes for client', 'MP-201');
  }
  return scopes;
}

/** One resource is written as a string into the token's `aud`, several as an array. */
function resourceOf(claims: JWTPayload): Pick<TokenSubject, 'resource'> {
  if (claims['resource'] === undefined) return {};
  const resources: readonly unknown[] = [claims['resource']].flat();
  const texts = resources.filter((one): one is string => typeof one === 'string' && one !== '');
  const [first] = texts;
  if (first === undefined || texts.length !== resources.length) throw invalidParameter('resource');
  return { resource: texts.length === 1 ? first : texts };
}

function personOf(claims: JWTPayload): Pick<TokenSubject, 'pid'> {
  const pid = claims['pid'];
  if (pid === undefined) return {};
  if (typeof pid !== 'string' || !/^\d{11}$/.test(pid)) throw invalidParameter('pid');
  return { pid };
}

function partiesOf(
  claims: JWTPayload,
  client: SimulatedClient,
  scopes: readonly string[],
): Pick<TokenSubject, 'consumer' | 'supplier' | 'delegatedIn'> {
  const { consumer_org: inAltinn, iss_onbehalfof: inMaskinporten } = claims;
  if (inAltinn !== undefined && inMaskinporten !== undefined) throw invalidParameter('consumer_org and iss_onbehalfof');
  const consumer = inAltinn ?? inMaskinporten;
  if (consumer === undefined) return { consumer: client.organisationNumber };
  if (typeof consumer !== 'string' || !/^\d{9}$/.test(consumer)) throw invalidParameter('consumer_org');
  if (consumer === client.organisationNumber) {
    throw invalidParameter('The combination consumer_org in claim and delegation scope on client is invalid');
  }
  if (scopes.some((name) => clientOfOrganisation(consumer)?.scopes.includes(name) !== true)) {
    throw new GrantRefusal(403, 'invalid_grant', 'The consumer does not have the scope', 'MP-250');
  }
  if (!mayActFor(client.organisationNumber, consumer)) {
    throw new GrantRefusal(403, 'invalid_grant', 'The consumer has not delegated the scope', 'MP-251');
  }
  const delegatedIn = inAltinn === undefined ? 'maskinporten' : 'altinn';
  return { consumer, supplier: client.organisationNumber, delegatedIn };
}

/** RFC 9396; one system user a token. What MP-301 and MP-302 are for is our reading. */
function systemUserClaim(claims: JWTPayload, client: SimulatedClient): Pick<TokenSubject, 'systemUser'> {
  const details = claims['authorization_details'];
  if (details === undefined) return {};
  const detail: unknown = Array.isArray(details) && details.length === 1 ? details[0] : undefined;
  if (!isJsonObject(detail) || detail['type'] !== SYSTEM_USER) {
    throw new GrantRefusal(400, 'invalid_authorization_details', 'Unknown authorization details', 'MP-301');
  }
  const organisation = detail['systemuser_org'];
  const id = isJsonObject(organisation) && typeof organisation['ID'] === 'string' ? organisation['ID'] : '';
  const organisationNumber = fromIso6523(id);
  if (organisationNumber === undefined) {
    throw new GrantRefusal(400, 'invalid_authorization_details', 'Invalid systemuser_org', 'MP-302');
  }
  const systemUser = systemUserOf(client.clientId, organisationNumber);
  if (systemUser === undefined) {
    throw new GrantRefusal(400, 'invalid_altinn_customer_configuration', 'No system user found', 'MP-303');
  }
  return { systemUser: { id: systemUser, organisationNumber } };
}
