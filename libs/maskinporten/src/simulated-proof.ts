import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { isJsonObject } from '#platform/parse-json.js';
import { readCertificateChain } from './simulated-certificate.js';
import { clientById, type SimulatedClient } from './simulated-clients.js';
import { invalidAssertion, invalidParameter } from './simulated-refusal.js';

/** A grant whose signature is that of its client. */
export interface ProvenGrant {
  readonly claims: JWTPayload;
  readonly client: SimulatedClient;
  /** How the client showed who it is: `client_amr` of the token. */
  readonly method: 'virksomhetssertifikat' | 'private_key_jwt';
}

interface GrantHeader {
  readonly alg: string;
  readonly kid?: unknown;
  readonly x5c?: unknown;
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/** Who signed the assertion: exactly one of `kid` (a key registered for the client) and `x5c`. Throws GrantRefusal. */
export async function proveGrant(assertion: string, context: SimulationContext): Promise<ProvenGrant> {
  const { header, clientId } = read(assertion);
  if (!ALGORITHMS.includes(header.alg)) throw invalidAssertion('Unsupported algorithm', 'MP-124');
  if (header.kid !== undefined && header.x5c !== undefined) throw invalidParameter('both kid and x5c');
  const client = clientById(clientId);
  if (client === undefined) throw invalidAssertion('Client authentication failed. Client not found', 'MP-100');
  const method = header.x5c === undefined ? 'private_key_jwt' : 'virksomhetssertifikat';
  const key =
    method === 'private_key_jwt'
      ? registeredKey(header.kid, client, context)
      : certificateKey(header.x5c, client, context);
  try {
    // The times are checked later, with a code of their own.
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: [header.alg],
      currentDate: new Date(0),
      clockTolerance: Number.MAX_SAFE_INTEGER,
    });
    return { claims: payload, client, method };
  } catch {
    throw invalidAssertion('Could not validate JWT signature', 'MP-124');
  }
}

function read(assertion: string): { header: GrantHeader; clientId: string } {
  try {
    const header: unknown = decodeProtectedHeader(assertion);
    if (!isJsonObject(header) || typeof header['alg'] !== 'string') throw new TypeError('no alg');
    const { alg, kid, x5c } = header as { alg: string; kid?: unknown; x5c?: unknown };
    return { header: { alg, kid, x5c }, clientId: String(decodeJwt(assertion).iss) };
  } catch {
    throw invalidParameter('the assertion is not a JWT');
  }
}

function registeredKey(kid: unknown, client: SimulatedClient, context: SimulationContext): KeyObject {
  const key = client.keys.find((known) => known.kid === kid);
  const material = key === undefined ? undefined : context.keys.get(key.name);
  if (key === undefined || material === undefined)
    throw invalidAssertion('Client authentication failed. Unknown key', 'MP-100');
  if (key.state !== 'active') throw invalidAssertion('Client authentication failed. Expired key', 'MP-121');
  return createPublicKey(material.privateKey);
}

function certificateKey(x5c: unknown, client: SimulatedClient, context: SimulationContext): KeyObject {
  if (!Array.isArray(x5c) || !x5c.every((one) => typeof one === 'string'))
    throw invalidAssertion('Failed to extract certificate from jwt', 'MP-123');
  const certificate = readCertificateChain(x5c, context.keys.root, context.clock.now());
  if (certificate === undefined)
    throw invalidAssertion('Client authentication failed. The JWT is signed with an invalid certificate', 'MP-120');
  if (client.keys.length > 0)
    throw invalidAssertion('Client authentication failed. The client has registered keys', 'MP-100');
  if (certificate.organisationNumber !== client.organisationNumber)
    throw invalidAssertion('Organisation of certificate and client differ', 'MP-122');
  return new X509Certificate(certificate.pem).publicKey;
}
