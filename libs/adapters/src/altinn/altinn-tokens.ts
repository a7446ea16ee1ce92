import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { TokenProvider } from '#maskinporten/token-provider.js';
import type { HttpResponse } from '#platform/http.client.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { untilAborted } from '#platform/until-aborted.js';
import { gaveUp, toExchangeFailure, unreadableAnswer } from './altinn.errors.js';

/**
 * Altinn's own tokens, exchanged for Maskinporten's, one for each owner of a resource. An exchanged token lives its own
 * life: Altinn checks nothing but its own signature and `exp`, and Maskinporten's lives for two minutes only, so it is
 * kept until its own end less 30 seconds. Its length is taken from the token itself (`exp` - `iat`) where that is
 * shorter than the time until `exp`: then our clock is behind, and would keep it for too long.
 *
 * One exchange is in flight for each owner, whatever the number of letters that wait for it. It is not tied to the
 * signal of the caller that began it, for the others wait on; it ends by a time-out of its own.
 */
const END_BEFORE_EXPIRY_MS = 30_000;
const EXCHANGE_TIMEOUT_MS = 30_000;

interface Kept {
  readonly token: string;
  /** Milliseconds since the epoch, by the domain clock. */
  readonly until: number;
  /** Maskinporten's, which is thrown away with it. */
  readonly from: string;
}

/** Calls the exchange with a token of Maskinporten. */
export type Exchange = (maskinportenToken: string, signal: AbortSignal) => Promise<Result<HttpResponse, Failure>>;

export class AltinnTokens {
  private readonly kept = new Map<string, Kept>();
  private readonly exchanges = new Map<string, Promise<Result<string, Failure>>>();

  constructor(
    private readonly maskinporten: Pick<TokenProvider, 'token' | 'forget'>,
    private readonly scope: string,
    private readonly exchange: Exchange,
    private readonly clock: Clock,
  ) {}

  /** `owner`: the public body on whose behalf we act; the gateway's own organisation without one. */
  async token(owner: string | undefined, signal: AbortSignal): Promise<Result<string, Failure>> {
    const key = owner ?? '';
    const kept = this.kept.get(key);
    if (kept !== undefined && kept.until > this.now()) return ok(kept.token);
    let running = this.exchanges.get(key);
    if (running === undefined) {
      running = this.renew(owner).finally(() => this.exchanges.delete(key));
      this.exchanges.set(key, running);
    }
    return untilAborted(running, signal, () => err(gaveUp()));
  }

  /** Altinn has refused this token: the next call gets a new one. A newer one that has taken its place stays. */
  forget(token: string): void {
    for (const [key, kept] of this.kept) {
      if (kept.token !== token) continue;
      this.kept.delete(key);
      this.maskinporten.forget(kept.from);
    }
  }

  /** Once more with a new token of Maskinporten when the one it has kept is refused. */
  private async renew(owner: string | undefined): Promise<Result<string, Failure>> {
    const first = await this.exchangeOnce(owner);
    if (first.kind !== 'refused') return first.result;
    this.maskinporten.forget(first.token);
    return (await this.exchangeOnce(owner)).result;
  }

  private async exchangeOnce(owner: string | undefined): Promise<Exchanged> {
    const signal = AbortSignal.timeout(EXCHANGE_TIMEOUT_MS);
    const request = { scope: this.scope, ...(owner === undefined ? {} : { consumer: owner }) };
    const maskinporten = await this.maskinporten.token(request, signal);
    if (!maskinporten.ok) return { kind: 'ended', result: maskinporten };
    const asked = this.now();
    const answer = await this.exchange(maskinporten.value, signal);
    if (!answer.ok) return { kind: 'ended', result: answer };
    if (answer.value.status !== 200) {
      const result = err(toExchangeFailure(answer.value, this.clock.now()));
      return answer.value.status === 401
        ? { kind: 'refused', token: maskinporten.value, result }
        : { kind: 'ended', result };
    }
    const token = readToken(answer.value.body);
    const life = token === undefined ? undefined : lifeOf(token, asked);
    if (token === undefined || life === undefined) return { kind: 'ended', result: err(unreadableAnswer('prepares')) };
    this.kept.set(owner ?? '', { token, until: life - END_BEFORE_EXPIRY_MS, from: maskinporten.value });
    return { kind: 'ended', result: ok(token) };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

type Exchanged =
  | { readonly kind: 'ended'; readonly result: Result<string, Failure> }
  | { readonly kind: 'refused'; readonly token: string; readonly result: Result<string, Failure> };

/** Plain text, in some versions a JSON string. Nothing but a JWT may go into a header. */
function readToken(body: Buffer): string | undefined {
  const text = body.toString('utf8').trim().replace(/^"|"$/g, '');
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? text : undefined;
}

/** When the token ends, by our clock; undefined when it does not say. */
function lifeOf(token: string, asked: number): number | undefined {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  if (!isJsonObject(claims)) return undefined;
  const { exp, iat } = claims as { exp?: unknown; iat?: unknown };
  if (typeof exp !== 'number') return undefined;
  return typeof iat === 'number' ? Math.min(exp * 1_000, asked + (exp - iat) * 1_000) : exp * 1_000;
}
