import { createHash } from 'node:crypto';
import type { Clock } from '#domain/clock.js';
import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';

/**
 * The token exchange, and who a call is from. Maskinporten's tokens are read without a check of the signature: who may
 * have one is played by the simulated Maskinporten, and the two need not know each other. Altinn's own are sealed by a
 * digest, so that a token of another origin (a Maskinporten one that was not exchanged) is told apart.
 */
const LIFETIME_SECONDS = 30 * 60;
const DROPPED = new Set(['aud', 'iss', 'client_amr', 'sid']);
const SEAL = 'simulated-altinn';

export class AltinnTokens {
  constructor(
    private readonly clock: Clock,
    private readonly issuer: string,
  ) {}

  /** Undefined when the Maskinporten token is missing, unreadable or out of time. */
  exchange(authorization: string | undefined): string | undefined {
    const claims = payloadOf(bearer(authorization));
    if (claims === undefined || !this.isInTime(claims)) return undefined;
    const kept = Object.fromEntries(Object.entries(claims).filter(([name]) => !DROPPED.has(name)));
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    const body = encode({
      ...kept,
      iss: this.issuer,
      iat: seconds,
      exp: seconds + LIFETIME_SECONDS,
      'urn:altinn:orgNumber': organisationOf(claims),
      'urn:altinn:authenticatemethod': 'maskinporten',
      'urn:altinn:authlevel': 3,
    });
    const head = encode({ alg: 'none', typ: 'JWT' });
    return `${head}.${body}.${seal(`${head}.${body}`)}`;
  }

  /** The claims of one of Altinn's own tokens. */
  claims(authorization: string | undefined): JsonObject | undefined {
    const token = bearer(authorization);
    const end = token.lastIndexOf('.');
    if (end < 0 || token.slice(end + 1) !== seal(token.slice(0, end))) return undefined;
    const claims = payloadOf(token);
    return claims !== undefined && this.isInTime(claims) ? claims : undefined;
  }

  private isInTime(claims: JsonObject): boolean {
    return typeof claims['exp'] === 'number' && claims['exp'] * 1000 > this.clock.now().getTime();
  }
}

export function hasScope(claims: JsonObject, scope: string): boolean {
  return typeof claims['scope'] === 'string' && claims['scope'].split(' ').includes(scope);
}

function organisationOf(claims: JsonObject): string | undefined {
  const consumer = claims['consumer'];
  const id: unknown = isJsonObject(consumer) ? consumer['ID'] : undefined;
  return typeof id === 'string' ? id.split(':')[1] : undefined;
}

function bearer(authorization: string | undefined): string {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}

function payloadOf(token: string): JsonObject | undefined {
  const part = token.split('.')[1];
  const payload = part === undefined ? undefined : parseJson(Buffer.from(part, 'base64url'));
  return isJsonObject(payload) ? payload : undefined;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function seal(text: string): string {
  return createHash('sha256').update(`${SEAL}.${text}`).digest('base64url');
}
