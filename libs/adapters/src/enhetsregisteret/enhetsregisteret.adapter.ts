import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Provider } from '#channels/provider.decorator.js';
import type { OrganisationRegister } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { isOrganisationNumber } from '#domain/identifiers.js';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import { HttpClient } from '#platform/http.client.js';
import { CLOCK } from '#platform/tokens.js';
import { EnhetsregisteretClient } from './enhetsregisteret.client.js';
import { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { UNKNOWN_ORGANISATION } from './enhetsregisteret.mapper.js';

/**
 * Enhetsregisteret: whether an organisation exists, is deleted or bankrupt, and its address. Nothing is cached: a
 * bankruptcy counts from the moment it is registered, and letters to organisations are few.
 */
@Provider({ id: 'enhetsregisteret', role: 'organisation-register', displayName: 'Enhetsregisteret' })
@Injectable()
export class EnhetsregisteretAdapter implements OrganisationRegister, OnApplicationShutdown {
  private readonly http: HttpClient;
  private readonly client: EnhetsregisteretClient;

  constructor(@Inject(EnhetsregisteretConfig) config: EnhetsregisteretConfig, @Inject(CLOCK) clock: Clock) {
    this.http = new HttpClient({
      headersTimeoutMs: config.timeoutMs,
      bodyTimeoutMs: config.timeoutMs,
      connections: config.connections,
    });
    this.client = new EnhetsregisteretClient(this.http, config, clock);
  }

  lookUp(organisationNumber: string, signal: AbortSignal): Promise<Result<OrganisationRegistration, Failure>> {
    // What cannot be a number is nobody's; it would be a bad request.
    if (!isOrganisationNumber(organisationNumber)) return Promise.resolve(ok(UNKNOWN_ORGANISATION));
    return this.client.organisation(organisationNumber, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}
