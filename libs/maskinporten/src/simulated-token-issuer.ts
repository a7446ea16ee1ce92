import { createPublicKey, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  exportJWK,
  importPKCS8,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { toIso6523 } from '#domain/identifiers.js';
import { clientOfOrganisation, SCOPE_LIFETIMES } from './simulated-clients.js';

/** Who a token is for and what it allows. */
export interface TokenSubject {
  readonly consumer: string;
  /** Acts for the consumer by delegation. */
  readonly supplier?: string;
  readonly scope: string;
  /** Audience; `unspecified` without one, as Maskinporten writes. */
  readonly resource?: string | readonly string[];
  /** Where the supplier was given what it may; Altinn unless said otherwise. */
  readonly delegatedIn?: 'altinn' | 'maskinporten';
  /** Who asked, and how it showed who it is; default the organisation's first client with its certificate. */
  readonly clientId?: string;
  readonly clientMethod?: 'virksomhetssertifikat' | 'private_key_jwt';
  /** The person that the token is restricted to. */
  readonly pid?: string;
  readonly systemUser?: { readonly id: string; readonly organisationNumber: string };
}

const SHORTEST_LIFETIME_SECONDS = 120;

/** Seconds that a token of these scopes lives. */
export function lifetimeOf(scope: string): number {
  return Math.min(...scope.split(' ').map((name) => SCOPE_LIFETIMES[name] ?? SHORTEST_LIFETIME_SECONDS));
}

/** Where delegations are kept, as real tokens say it. */
const DELEGATION_SOURCE = 'https://tt02.altinn.no/';

interface IssuerKeys {
  readonly signing: CryptoKey;
  readonly publicJwk: JWK;
}

/** Issues and checks the tokens of one simulated Maskinporten; all simulators of one context share its key. */
export class SimulatedTokenIssuer {
  private readonly keys: Promise<IssuerKeys>;

  constructor(private readonly context: SimulationContext) {
    this.keys = loadKeys(context);
    // Reported by whoever asks; unhandled it would end a test that needs no token.
    this.keys.catch(() => undefined);
  }

  /** With the slash at the end. */
  get issuer(): string {
    return `${this.context.baseUrl}/maskinporten/`;
  }

  async publicJwk(): Promise<JWK> {
    return (await this.keys).publicJwk;
  }

  async issue(subject: TokenSubject): Promise<string> {
    const { signing, publicJwk } = await this.keys;
    const issuedAt = Math.floor(this.context.clock.now().getTime() / 1_000);
    const holder = subject.supplier ?? subject.consumer;
    const claims: JWTPayload = {
      client_id: subject.clientId ?? clientOfOrganisation(holder)?.clientId ?? `client-${holder}`,
      client_orgno: holder,
      client_amr: subject.clientMethod ?? 'virksomhetssertifikat',
      token_type: 'Bearer',
      scope: subject.scope,
      consumer: organisation(subject.consumer),
      ...supplierClaims(subject),
      ...(subject.pid === undefined ? {} : { pid: subject.pid }),
      ...(subject.systemUser === undefined ? {} : systemUserClaims(subject.systemUser)),
      aud: subject.resource === undefined ? 'unspecified' : (subject.resource as string | string[]),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', ...(publicJwk.kid === undefined ? {} : { kid: publicJwk.kid }) })
      .setIssuer(this.issuer)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeOf(subject.scope))
      .sign(signing);
  }

  /** The claims of a token of this issuer; throws a JOSEError when it does not hold by the context's clock. */
  async verify(token: string): Promise<JWTPayload> {
    const { publicJwk } = await this.keys;
    const verified = await jwtVerify(token, publicJwk, {
      issuer: this.issuer,
      algorithms: ['RS256'],
      currentDate: this.context.clock.now(),
    });
    return verified.payload;
  }
}

const ISSUERS = new WeakMap<SimulationContext, SimulatedTokenIssuer>();

/** The issuer of a context, made when first asked for. */
export function tokenIssuerOf(context: SimulationContext): SimulatedTokenIssuer {
  const known = ISSUERS.get(context) ?? new SimulatedTokenIssuer(context);
  ISSUERS.set(context, known);
  return known;
}

async function loadKeys(context: SimulationContext): Promise<IssuerKeys> {
  const key = context.keys.get('maskinporten');
  if (key === undefined) throw new Error('The simulated Maskinporten has no key; make the test certificates first.');
  const publicJwk = await exportJWK(createPublicKey(key.privateKey));
  return {
    signing: await importPKCS8(key.privateKey, 'RS256'),
    publicJwk: { ...publicJwk, kid: await calculateJwkThumbprint(publicJwk), use: 'sig', alg: 'RS256' },
  };
}

function supplierClaims({ supplier, delegatedIn }: TokenSubject): JWTPayload {
  if (supplier === undefined) return {};
  const source = delegatedIn === 'maskinporten' ? {} : { delegation_source: DELEGATION_SOURCE };
  return { supplier: organisation(supplier), ...source };
}

function systemUserClaims(user: { readonly id: string; readonly organisationNumber: string }): JWTPayload {
  const systemuserOrg = organisation(user.organisationNumber);
  return {
    authorization_details: [{ type: 'urn:altinn:systemuser', systemuser_id: [user.id], systemuser_org: systemuserOrg }],
  };
}

function organisation(organisationNumber: string): { authority: string; ID: string } {
  return { authority: 'iso6523-actorid-upis', ID: toIso6523(organisationNumber) };
}
