import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { GrantSigner } from './grant-signer.js';

/** What is asked of Maskinporten, as claims of the JWT bearer grant (RFC 7523, registers reference 3.1). */
export interface JwtGrant {
  readonly audience: string;
  readonly scope: string;
  /** The public body we act for; left out when it is the signer itself (Maskinporten refuses that). */
  readonly consumerOrganisation?: string;
  /** Restricts the token's audience. */
  readonly resource?: string;
  readonly issuedAt: Date;
}

/** Maskinporten refuses grants that are valid for longer. */
const GRANT_LIFETIME_SECONDS = 120;

/** The signed assertion: the key id or the full chain in x5c, and a jti that is never used again. */
export async function signJwtGrant(grant: JwtGrant, signer: GrantSigner): Promise<string> {
  const issuedAt = Math.floor(grant.issuedAt.getTime() / 1_000);
  const { identification } = signer;
  const claims = {
    scope: grant.scope,
    ...(grant.consumerOrganisation === undefined ? {} : { consumer_org: grant.consumerOrganisation }),
    // "Currently only array supported" (maskinporten_protocol_jwtgrant).
    ...(grant.resource === undefined ? {} : { resource: [grant.resource] }),
  };
  const key =
    identification.kind === 'certificate' ? { x5c: [...identification.chain] } : { kid: identification.keyId };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: signer.algorithm, ...key })
    .setIssuer(signer.clientId)
    .setAudience(grant.audience)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + GRANT_LIFETIME_SECONDS)
    .sign(signer.privateKey);
}
