import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { SigningIdentity } from '#platform/signing-identity.store.js';

/** What is asked of Maskinporten, as claims of the JWT bearer grant (RFC 7523, registers reference 3.1). */
export interface JwtGrant {
  readonly audience: string;
  readonly clientId: string;
  readonly scope: string;
  /** The public body we act for; left out when it is the signer itself (Maskinporten refuses that). */
  readonly consumerOrganisation?: string;
  /** Restricts the token's audience. */
  readonly resource?: string;
  readonly issuedAt: Date;
}

/** Maskinporten refuses grants that are valid for longer. */
const GRANT_LIFETIME_SECONDS = 120;

/** The signed assertion: RS256, the full chain in x5c, a jti that is never used again. */
export async function signJwtGrant(grant: JwtGrant, identity: SigningIdentity): Promise<string> {
  const issuedAt = Math.floor(grant.issuedAt.getTime() / 1_000);
  const claims = {
    scope: grant.scope,
    ...(grant.consumerOrganisation === undefined ? {} : { consumer_org: grant.consumerOrganisation }),
    ...(grant.resource === undefined ? {} : { resource: grant.resource }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', x5c: identity.certificateChain.map(toBase64Der) })
    .setIssuer(grant.clientId)
    .setAudience(grant.audience)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + GRANT_LIFETIME_SECONDS)
    .sign(await importPKCS8(identity.privateKey, 'RS256'));
}

function toBase64Der(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}
