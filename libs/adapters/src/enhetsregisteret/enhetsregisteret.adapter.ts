import { Inject, Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { Provider } from '#channels/provider.decorator.js';
import type { OrganisationRegister } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { isOrganisationNumber } from '#domain/identifiers.js';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import { HttpClient } from '#platform/http.client.js';
import type { Logger } from '#platform/logger.js';
import { surpriseLog } from '#platform/surprise-log.js';
import { ignoreSurprises } from '#platform/surprises.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { EnhetsregisteretClient } from './enhetsregisteret.client.js';
import { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { toRegistration, UNKNOWN_ORGANISATION, type Unit } from './enhetsregisteret.mapper.js';
import { JoinedLookUp } from './joined-look-up.js';
import { withParent } from './sub-unit.js';

/** A whole answer takes no longer than this many time-outs; a unit's is a few kilobytes. */
const MOST_TIMEOUTS = 3;
const MOST_BYTES = 1024 * 1024;

/**
 * Enhetsregisteret: whether an organisation exists, is deleted or bankrupt, and its address. Nothing is cached: a
 * bankruptcy counts from the moment it is registered; equal look-ups that have not been sent yet are one.
 */
@Provider({ id: 'enhetsregisteret', role: 'organisation-register', displayName: 'Enhetsregisteret' })
@Injectable()
export class EnhetsregisteretAdapter implements OrganisationRegister, OnApplicationShutdown {
  private readonly http: HttpClient;
  private readonly client: EnhetsregisteretClient;
  private readonly lookUps: JoinedLookUp<OrganisationRegistration>;

  constructor(
    @Inject(EnhetsregisteretConfig) config: EnhetsregisteretConfig,
    @Inject(CLOCK) clock: Clock,
    @Optional() @Inject(LOGGER) logger?: Pick<Logger, 'warn'>,
  ) {
    this.http = new HttpClient({
      provider: 'enhetsregisteret',
      headersTimeoutMs: config.timeoutMs,
      bodyTimeoutMs: config.timeoutMs,
      totalTimeoutMs: config.timeoutMs * MOST_TIMEOUTS,
      connections: config.connections,
      maxResponseBytes: MOST_BYTES,
    });
    const note = logger === undefined ? ignoreSurprises : surpriseLog('enhetsregisteret', logger);
    this.client = new EnhetsregisteretClient(this.http, config, clock, note);
    this.lookUps = new JoinedLookUp((number, signal) => this.organisation(number, signal), config.connections);
  }

  lookUp(organisationNumber: string, signal: AbortSignal): Promise<Result<OrganisationRegistration, Failure>> {
    // What cannot be a number is nobody's; it would be a bad request.
    if (!isOrganisationNumber(organisationNumber)) return Promise.resolve(ok(UNKNOWN_ORGANISATION));
    return this.lookUps.lookUp(organisationNumber, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  /** A sub-unit's number gives 404 among the units, so both are asked before it is unknown. */
  private async organisation(number: string, signal: AbortSignal): Promise<Result<OrganisationRegistration, Failure>> {
    const unit = await this.client.find('unit', number, signal);
    if (!unit.ok) return unit;
    if (unit.value !== undefined) return ok(toRegistration(unit.value));
    const subUnit = await this.client.find('subUnit', number, signal);
    if (!subUnit.ok) return subUnit;
    if (subUnit.value === undefined) return this.confirmed(UNKNOWN_ORGANISATION, signal);
    const parent = await this.parentOf(subUnit.value, signal);
    return parent.ok ? ok(toRegistration(withParent(subUnit.value, parent.value))) : parent;
  }

  private async parentOf({ status, parent }: Unit, signal: AbortSignal): Promise<Result<Unit | undefined, Failure>> {
    // A deleted sub-unit stays deleted whatever its unit is.
    if (status === 'deleted' || parent === undefined || !isOrganisationNumber(parent)) return ok(undefined);
    const unit = await this.client.find('unit', parent, signal);
    return unit.ok && unit.value === undefined ? this.confirmed(undefined, signal) : unit;
  }

  /** What follows from an answer that anything might have given. */
  private async confirmed<Value>(value: Value, signal: AbortSignal): Promise<Result<Value, Failure>> {
    const there = await this.client.confirmThere(signal);
    return there.ok ? ok(value) : there;
  }
}
