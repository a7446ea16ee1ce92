import type { Clock } from '#domain/clock.js';
import { transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { untilAborted } from '#platform/until-aborted.js';
import { GrantSigners } from './grant-signers.js';
import { signJwtGrant } from './jwt-grant.js';
import type { MaskinportenClient } from './maskinporten.client.js';
import type { MaskinportenConfig } from './maskinporten.config.js';
import { TokenCache } from './token-cache.js';

/**
 * Access tokens from Maskinporten, kept as TokenCache says.
 *
 * Who signs the grant is who the token's `supplier` or, without delegation, its `consumer` becomes. So for DPI the
 * gateway signs as the letter's signer (the supplier, else the sender), and names the sender as `consumer`; when both
 * are the same organisation there is no delegation and `consumer_org` is left out.
 *
 * One refresh is in flight per key whatever the number of letters that wait for it, and its failure answers all of
 * them. It is not tied to the signal of the caller that began it, for the others wait on; the HTTP client's time-outs
 * end it.
 *
 * System users (`authorization_details`) are not asked for: none of the services that the gateway calls needs one, and
 * delegation of a scope (`consumer_org`) is what they all document.
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

const NEVER_ABORTED = new AbortController().signal;
const GAVE_UP = err(transient('MASKINPORTEN_ABORTED', 'The caller gave up waiting for a token'));

export class TokenProvider {
  private readonly cache = new TokenCache();
  private readonly refreshes = new Map<string, Promise<Result<string, Failure>>>();
  private readonly signers: GrantSigners;

  /** Throws ConfigurationError when a registered key cannot be read. */
  constructor(
    private readonly config: MaskinportenConfig,
    private readonly client: Pick<MaskinportenClient, 'exchange'>,
    identities: Pick<SigningIdentityStore, 'get'>,
    private readonly clock: Clock,
  ) {
    this.signers = new GrantSigners(config, identities);
  }

  /** For the boot: throws ConfigurationError that names every client that has neither certificate nor key. */
  requireSigners(): void {
    this.signers.requireComplete();
  }

  async token(request: TokenRequest, signal: AbortSignal): Promise<Result<string, Failure>> {
    const key = this.keyOf(request);
    const cached = this.cache.get(key, this.clock.now());
    if (cached !== undefined) return cached;
    let refresh = this.refreshes.get(key);
    if (refresh === undefined) {
      refresh = this.refresh(key, request).finally(() => this.refreshes.delete(key));
      this.refreshes.set(key, refresh);
    }
    return untilAborted(refresh, signal, () => GAVE_UP);
  }

  /** A service refused this token (401): the next call gets a new one. */
  forget(accessToken: string): void {
    this.cache.forget(accessToken);
  }

  private async refresh(key: string, request: TokenRequest): Promise<Result<string, Failure>> {
    const now = this.clock.now();
    const signer = this.signers.of(this.signerOf(request));
    if (!signer.ok) return signer;
    const consumer = this.delegatorOf(request);
    const grant = {
      audience: this.config.issuer,
      scope: request.scope,
      issuedAt: now,
      ...(consumer === undefined ? {} : { consumerOrganisation: consumer }),
      ...(request.resource === undefined ? {} : { resource: request.resource }),
    };
    const issued = await this.client.exchange(await signJwtGrant(grant, signer.value), now, NEVER_ABORTED);
    if (issued.ok) {
      this.cache.keep(key, issued.value, now);
      return ok(issued.value.accessToken);
    }
    this.cache.keepRefusal(key, issued.error, this.clock.now());
    return issued;
  }

  private keyOf(request: TokenRequest): string {
    const scopes = request.scope.split(' ').sort().join(' ');
    return JSON.stringify([scopes, request.resource, this.signerOf(request), this.delegatorOf(request)]);
  }

  private signerOf(request: TokenRequest): string {
    return request.signer ?? request.supplier ?? this.config.organisation;
  }

  private delegatorOf(request: TokenRequest): string | undefined {
    return request.consumer === this.signerOf(request) ? undefined : request.consumer;
  }
}
