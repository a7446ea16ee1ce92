import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT, type JWTHeaderParameters } from 'jose';
import { FileKeys } from '#channels/simulation/file-keys.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import type { InProcessMaskinporten } from './in-process-maskinporten.js';

/** Who signs the grants, when the test does not say otherwise. */
export const ORGANISATION = '313000001';

export interface GrantChanges {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Partial<JWTHeaderParameters>;
  /** Name of the test key. */
  readonly signedBy?: string;
  /** Takes the place of what would be signed. */
  readonly assertion?: string;
}

const identities = new SigningIdentityStore('config/certificates');
const keys = new FileKeys('config/certificates');

/** `x5c` of an organisation: base64 of DER, leaf first. */
export function chainOf(organisation: string): string[] {
  return (identities.get(organisation)?.certificateChain ?? []).map((pem) => pem.replace(/-----[^-]+-----|\s/g, ''));
}

/** A grant that Maskinporten takes but for what the test changes. */
export async function assertionWith(maskinporten: InProcessMaskinporten, changes: GrantChanges = {}): Promise<string> {
  if (changes.assertion !== undefined) return changes.assertion;
  const now = Math.floor(maskinporten.clock.now().getTime() / 1_000);
  const claims = {
    iss: `client-${ORGANISATION}`,
    aud: maskinporten.issuer,
    scope: 'digitalpostinnbygger:send',
    iat: now,
    exp: now + 100,
    jti: randomUUID(),
    ...changes.claims,
  };
  const header = { alg: 'RS256', ...(changes.header ?? { x5c: chainOf(ORGANISATION) }) };
  const key = createPrivateKey(keys.get(changes.signedBy ?? ORGANISATION)?.privateKey ?? '');
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

/** A grant of the client with registered keys, by one of them. */
export function byKey(kid: string, signedBy = `registered-${ORGANISATION}`): GrantChanges {
  return { claims: { iss: `key-client-${ORGANISATION}` }, header: { kid }, signedBy };
}
