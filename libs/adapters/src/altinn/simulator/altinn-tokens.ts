import { randomUUID } from 'node:crypto';
import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { fromIso6523, isOrganisationNumber, isPersonIdentifier } from '#domain/identifiers.js';
import { tokenIssuerOf } from '#maskinporten/simulated-token-issuer.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { AltinnSigner, payloadOf } from './altinn-signer.js';

/**
 * Altinn's tokens (registers reference 1.1): a Maskinporten token of the simulated issuer, verified, becomes one of
 * Altinn's. Recipients get theirs from a copy of Altinn's public test token generator, since there is no simulated
 * login yet whose token could be exchanged.
 */
export interface AltinnCaller {
  readonly organisation?: string;
  readonly person?: string;
  readonly scopes: ReadonlySet<string>;
  /** Maskinporten's own token, not exchanged. */
  readonly isRaw: boolean;
}

const LIFETIME_SECONDS = 30 * 60;
const DROPPED = new Set(['aud', 'iss', 'client_amr', 'sid']);
const ENTERPRISE_USER_HEADER = 'x-altinn-enterpriseuser-authentication';

export class AltinnTokens {
  readonly issuer: string;
  private readonly signer: AltinnSigner;

  constructor(private readonly context: SimulationContext) {
    this.issuer = `${context.baseUrl}/altinn/authentication/api/v1/openid/`;
    this.signer = new AltinnSigner(context);
  }

  /** `GET …/exchange/maskinporten`; `?test=true` changes nothing for our organisations. */
  async exchange(request: SimulatedRequest): Promise<SimulatedResponse> {
    if (request.headers[ENTERPRISE_USER_HEADER] !== undefined) return { status: 410 };
    const token = bearer(request);
    const unchecked = payloadOf(token);
    if (unchecked === undefined) return unauthorised();
    if (unchecked['iss'] !== tokenIssuerOf(this.context).issuer) {
      return { status: 400, body: 'The token is not from a provider that Altinn knows' };
    }
    const claims = await this.ofMaskinporten(token);
    if (claims === undefined) return unauthorised();
    const organisation = consumerOf(claims);
    const kept = Object.fromEntries(Object.entries(claims).filter(([name]) => !DROPPED.has(name)));
    return text(
      await this.issue({
        ...kept,
        'urn:altinn:orgNumber': organisation,
        ...(scopesOf(claims).has('altinn:serviceowner') ? { 'urn:altinn:org': `org${organisation ?? ''}` } : {}),
        'urn:altinn:authenticatemethod': 'maskinporten',
        'urn:altinn:authlevel': 3,
      }),
    );
  }

  /** `GetPersonalToken?pid=&scopes=` of the test token generator. */
  async personalToken(request: SimulatedRequest): Promise<SimulatedResponse> {
    const pid = request.query.get('pid') ?? '';
    if (!isPersonIdentifier(pid)) return { status: 400, body: 'pid is not valid' };
    return text(await this.issue({ pid, scope: scopeOf(request), 'urn:altinn:authlevel': 4 }));
  }

  /** `GetEnterpriseToken?orgNo=&scopes=` of the test token generator. */
  async enterpriseToken(request: SimulatedRequest): Promise<SimulatedResponse> {
    const orgNo = request.query.get('orgNo') ?? '';
    if (!isOrganisationNumber(orgNo)) return { status: 400, body: 'orgNo is not valid' };
    const consumer = { authority: 'iso6523-actorid-upis', ID: `0192:${orgNo}` };
    return text(await this.issue({ consumer, scope: scopeOf(request), 'urn:altinn:orgNumber': orgNo }));
  }

  async jwks(): Promise<SimulatedResponse> {
    return { status: 200, body: await this.signer.jwks() };
  }

  /** Undefined without a token that holds now. */
  async callerOf(request: SimulatedRequest): Promise<AltinnCaller | undefined> {
    const token = bearer(request);
    const unchecked = payloadOf(token);
    if (unchecked === undefined) return undefined;
    const isRaw = unchecked['iss'] !== this.issuer;
    const claims = isRaw ? await this.ofMaskinporten(token) : await this.ofAltinn(token);
    if (claims === undefined) return undefined;
    const organisation = consumerOf(claims);
    return {
      ...(organisation === undefined ? {} : { organisation }),
      ...(typeof claims['pid'] === 'string' ? { person: claims['pid'] } : {}),
      scopes: scopesOf(claims),
      isRaw,
    };
  }

  private async ofMaskinporten(token: string): Promise<JsonObject | undefined> {
    return tokenIssuerOf(this.context)
      .verify(token)
      .catch(() => undefined);
  }

  private async ofAltinn(token: string): Promise<JsonObject | undefined> {
    const claims = await this.signer.verify(token);
    return claims !== undefined && Number(claims['exp']) * 1_000 > this.context.clock.now().getTime()
      ? claims
      : undefined;
  }

  private issue(claims: JsonObject): Promise<string> {
    const seconds = Math.floor(this.context.clock.now().getTime() / 1_000);
    return this.signer.sign({
      ...claims,
      iss: this.issuer,
      jti: randomUUID(),
      iat: seconds,
      nbf: seconds,
      exp: seconds + LIFETIME_SECONDS,
    });
  }
}

export function unauthorised(): SimulatedResponse {
  return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
}

function text(token: string): SimulatedResponse {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: token };
}

function bearer(request: SimulatedRequest): string {
  return /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
}

function scopeOf(request: SimulatedRequest): string {
  return (request.query.get('scopes') ?? '').replaceAll(',', ' ');
}

function scopesOf(claims: JsonObject): ReadonlySet<string> {
  return new Set(typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : []);
}

function consumerOf(claims: JsonObject): string | undefined {
  const { consumer } = claims as { consumer?: unknown };
  return isJsonObject(consumer) && typeof consumer['ID'] === 'string' ? fromIso6523(consumer['ID']) : undefined;
}
