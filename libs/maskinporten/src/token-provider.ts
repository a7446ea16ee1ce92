import type { Clock } from '#domain/clock.js';
import { transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { signJwtGrant } from './jwt-grant.js';
import type { MaskinportenClient } from './maskinporten.client.js';
import { clientIdOf, type MaskinportenConfig } from './maskinporten.config.js';
import { noIdentity } from './maskinporten.errors.js';

/**
 * Access tokens from Maskinporten, kept until 30 seconds before they expire.
 *
 * Who signs the grant is who the token's `supplier` or, without delegation, its `consumer` becomes. So for DPI the
 * gateway signs as the letter's signer (the supplier, else the sender), and names the sender as `consumer`; when both
 * are the same organisation there is no delegation and `consumer_org` is left out.
 *
 * One refresh is in flight per key whatever the number of letters that wait for it. It is not tied to the signal of
 * the caller that began it, for the others wait on; the HTTP client's time-outs end it.
 */
export interface TokenRequest {
  /** Space-separated. */
  readonly scope: string;
  /** The public body that the signer acts for. */
  readonly consumer?: string;
  /** Who sends for the consumer; the signer unless `signer` says otherwise. */
  readonly supplier?: string;
  /** Whose client and certificate are used; default the supplier, else the gateway's own organisation. */
  readonly signer?: string;
  /** Restricts the token to one API. */
  readonly resource?: string;
}

const REFRESH_BEFORE_EXPIRY_MS = 30_000;
const NEVER_ABORTED = new AbortController().signal;

interface CachedToken {
  readonly accessToken: string;
  /** Milliseconds since the epoch, by the domain clock. */
  readonly usableUntil: number;
}

export class TokenProvider {
  private readonly cache = new Map<string, CachedToken>();
  private readonly refreshes = new Map<string, Promise<Result<string, Failure>>>();

  constructor(
    private readonly config: MaskinportenConfig,
    private readonly client: Pick<MaskinportenClient, 'exchange'>,
    private readonly identities: Pick<SigningIdentityStore, 'get'>,
    private readonly clock: Clock,
  ) {}

  async token(request: TokenRequest, signal: AbortSignal): Promise<Result<string, Failure>> {
    const key = this.keyOf(request);
    const cached = this.cache.get(key);
    if (cached !== undefined && cached.usableUntil > this.clock.now().getTime()) return ok(cached.accessToken);
    let refresh = this.refreshes.get(key);
    if (refresh === undefined) {
      refresh = this.refresh(key, request).finally(() => this.refreshes.delete(key));
      this.refreshes.set(key, refresh);
    }
    return orAborted(refresh, signal);
  }

  /** A service refused this token (401): the next call gets a new one. */
  forget(accessToken: string): void {
    for (const [key, cached] of this.cache) {
      if (cached.accessToken === accessToken) this.cache.delete(key);
    }
  }

  private async refresh(key: string, request: TokenRequest): Promise<Result<string, Failure>> {
    const signer = this.signerOf(request);
    const identity = this.identities.get(signer);
    if (identity === undefined) return err(noIdentity(signer, 'certificate'));
    const clientId = clientIdOf(this.config, signer);
    if (clientId === undefined) return err(noIdentity(signer, 'client'));
    const now = this.clock.now();
    const consumer = this.delegatorOf(request);
    const grant = {
      audience: this.config.issuer,
      clientId,
      scope: request.scope,
      issuedAt: now,
      ...(consumer === undefined ? {} : { consumerOrganisation: consumer }),
      ...(request.resource === undefined ? {} : { resource: request.resource }),
    };
    const issued = await this.client.exchange(await signJwtGrant(grant, identity), now, NEVER_ABORTED);
    if (!issued.ok) return issued;
    const usableUntil = now.getTime() + issued.value.expiresIn * 1_000 - REFRESH_BEFORE_EXPIRY_MS;
    this.cache.set(key, { accessToken: issued.value.accessToken, usableUntil });
    return ok(issued.value.accessToken);
  }

  private keyOf(request: TokenRequest): string {
    return [request.scope, request.resource ?? '', this.signerOf(request), this.delegatorOf(request) ?? ''].join('|');
  }

  private signerOf(request: TokenRequest): string {
    return request.signer ?? request.supplier ?? this.config.organisation;
  }

  private delegatorOf(request: TokenRequest): string | undefined {
    return request.consumer === this.signerOf(request) ? undefined : request.consumer;
  }
}

/** The caller's own wait ends with its signal, the shared call goes on. */
async function orAborted(
  refresh: Promise<Result<string, Failure>>,
  signal: AbortSignal,
): Promise<Result<string, Failure>> {
  const gaveUp = err(transient('MASKINPORTEN_ABORTED', 'The caller gave up waiting for a token'));
  if (signal.aborted) return gaveUp;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<Result<string, Failure>>((resolve) => {
    onAbort = (): void => {
      resolve(gaveUp);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([refresh, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
