import { decodeProtectedHeader, importX509, jwtVerify, type JWTPayload } from 'jose';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { readCertificateChain } from './simulated-certificate.js';
import {
  clientById,
  clientOfOrganisation,
  KNOWN_SCOPES,
  mayActFor,
  type SimulatedClient,
} from './simulated-clients.js';
import type { TokenSubject } from './simulated-token-issuer.js';

/** A refusal in Maskinporten's words (registers reference 3.1). */
export class GrantRefusal extends Error {
  constructor(
    readonly status: 400 | 403,
    readonly error: 'invalid_grant' | 'invalid_request' | 'invalid_scope',
    description: string,
    readonly code: string,
  ) {
    super(description);
    this.name = 'GrantRefusal';
  }
}

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
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const CLOCK_SKEW_SECONDS = 10;
const LONGEST_LIFETIME_SECONDS = 120;

/** Checks one assertion as the real token endpoint does, in its order, and says who the token is for. Throws GrantRefusal. */
export async function readGrant(
  assertion: string,
  context: SimulationContext,
  issuer: string,
  seen: (jti: string, until: number) => boolean,
): Promise<TokenSubject> {
  const { claims, organisationNumber } = await readSignature(assertion, context);
  if (Object.keys(claims).some((claim) => !ALLOWED_CLAIMS.has(claim))) {
    throw new GrantRefusal(400, 'invalid_grant', 'Invalid assertion', 'MP-100');
  }
  const client = clientById(String(claims.iss));
  if (client === undefined) throw new GrantRefusal(400, 'invalid_grant', 'Unknown client', 'MP-100');
  if (client.organisationNumber !== organisationNumber) {
    throw new GrantRefusal(400, 'invalid_grant', 'Organisation of certificate and client differ', 'MP-122');
  }
  if (claims.aud !== issuer) throw new GrantRefusal(400, 'invalid_grant', 'Invalid assertion: aud', 'MP-110');
  checkLifetime(claims, Math.floor(context.clock.now().getTime() / 1_000));
  if (typeof claims.jti === 'string' && seen(claims.jti, claims.exp ?? 0)) {
    throw new GrantRefusal(400, 'invalid_request', 'The jti has been used before', 'MP-012');
  }
  return subjectOf(claims, client);
}

async function readSignature(
  assertion: string,
  context: SimulationContext,
): Promise<{ claims: JWTPayload; organisationNumber: string }> {
  const header = readHeader(assertion);
  if (header.x5c === undefined) throw new GrantRefusal(400, 'invalid_grant', 'Unknown key', 'MP-100');
  if (!Array.isArray(header.x5c)) throw new GrantRefusal(400, 'invalid_grant', 'x5c is not an array', 'MP-123');
  const certificate = readCertificateChain(header.x5c, context.keys.root, context.clock.now());
  if (certificate === undefined) throw new GrantRefusal(400, 'invalid_grant', 'Certificate is not trusted', 'MP-120');
  try {
    const key = await importX509(certificate.pem, header.alg);
    // The times are checked below, with a code of their own.
    const { payload } = await jwtVerify(assertion, key, {
      currentDate: new Date(0),
      clockTolerance: Number.MAX_SAFE_INTEGER,
    });
    return { claims: payload, organisationNumber: certificate.organisationNumber };
  } catch {
    throw new GrantRefusal(400, 'invalid_grant', 'Invalid signature', 'MP-124');
  }
}

function readHeader(assertion: string): { alg: string; x5c?: string[] } {
  try {
    const header = decodeProtectedHeader(assertion);
    const alg = ALGORITHMS.includes(header.alg ?? '') ? String(header.alg) : 'RS256';
    return { alg, ...(header.x5c === undefined ? {} : { x5c: header.x5c }) };
  } catch {
    throw new GrantRefusal(400, 'invalid_request', 'The assertion is not a JWT', 'MP-011');
  }
}

function checkLifetime(claims: JWTPayload, now: number): void {
  const { iat, exp } = claims;
  const holds =
    iat !== undefined &&
    exp !== undefined &&
    iat <= now + CLOCK_SKEW_SECONDS &&
    exp - iat <= LONGEST_LIFETIME_SECONDS &&
    exp > now - CLOCK_SKEW_SECONDS;
  if (!holds)
    throw new GrantRefusal(400, 'invalid_grant', 'The assertion has expired or is valid for too long', 'MP-130');
}

function subjectOf(claims: JWTPayload, client: SimulatedClient): TokenSubject {
  const scope = typeof claims['scope'] === 'string' ? claims['scope'] : '';
  const scopes = scope.split(' ').filter((name) => name !== '');
  if (scopes.length === 0 || scopes.some((name) => !KNOWN_SCOPES.has(name))) {
    throw new GrantRefusal(400, 'invalid_scope', 'Unknown scope', 'MP-200');
  }
  if (scopes.some((name) => !client.scopes.includes(name))) {
    throw new GrantRefusal(400, 'invalid_scope', 'The client does not have the scope', 'MP-201');
  }
  const resource = claims['resource'] as TokenSubject['resource'];
  const subject = { scope, ...(resource === undefined ? {} : { resource }) };
  const consumer = claims['consumer_org'] ?? claims['iss_onbehalfof'];
  if (consumer === undefined) return { ...subject, consumer: client.organisationNumber };
  if (typeof consumer !== 'string' || !/^\d{9}$/.test(consumer) || consumer === client.organisationNumber) {
    throw new GrantRefusal(400, 'invalid_request', 'Invalid consumer_org', 'MP-011');
  }
  if (scopes.some((name) => clientOfOrganisation(consumer)?.scopes.includes(name) !== true)) {
    throw new GrantRefusal(403, 'invalid_grant', 'The consumer does not have the scope', 'MP-250');
  }
  if (!mayActFor(client.organisationNumber, consumer)) {
    throw new GrantRefusal(403, 'invalid_grant', 'The consumer has not delegated the scope', 'MP-251');
  }
  return { ...subject, consumer, supplier: client.organisationNumber };
}
