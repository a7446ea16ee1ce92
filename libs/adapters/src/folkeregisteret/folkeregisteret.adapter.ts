import { Inject, Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { BatchedLookUp } from '#channels/batched-look-up.js';
import { Provider } from '#channels/provider.decorator.js';
import type { PopulationRegister } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import type { Result } from '#domain/result.js';
import { AuthorisedClient } from '#maskinporten/authorised.client.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { HttpClient } from '#platform/http.client.js';
import type { Logger } from '#platform/logger.js';
import { surpriseLog } from '#platform/surprise-log.js';
import { ignoreSurprises } from '#platform/surprises.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { FolkeregisteretClient } from './folkeregisteret.client.js';
import { FolkeregisteretConfig } from './folkeregisteret.config.js';
import { lookUpPersons } from './person-look-up.js';

/** Persons in one call, the register's limit. */
const PERSONS_PER_CALL = 1_000;
/** A whole answer takes no longer than this many time-outs. */
const MOST_TIMEOUTS = 3;

/** Folkeregisteret: name, age, death, protection and postal address of persons. Nothing is kept. */
@Provider({ id: 'folkeregisteret', role: 'population-register', displayName: 'Folkeregisteret' })
@Injectable()
export class FolkeregisteretAdapter implements PopulationRegister, OnApplicationShutdown {
  private readonly http: HttpClient;
  private readonly client: FolkeregisteretClient;
  private readonly batches: BatchedLookUp<PopulationFacts>;

  constructor(
    @Inject(FolkeregisteretConfig) config: FolkeregisteretConfig,
    @Inject(TokenProvider) tokens: TokenProvider,
    @Inject(CLOCK) clock: Clock,
    @Optional() @Inject(LOGGER) logger?: Pick<Logger, 'warn'>,
  ) {
    this.http = new HttpClient({
      provider: 'folkeregisteret',
      headersTimeoutMs: config.timeoutMs,
      bodyTimeoutMs: config.timeoutMs,
      totalTimeoutMs: config.timeoutMs * MOST_TIMEOUTS,
      connections: config.concurrency,
    });
    const authorised = new AuthorisedClient(this.http, tokens, { scope: config.scope });
    const note = logger === undefined ? ignoreSurprises : surpriseLog('folkeregisteret', logger);
    this.client = new FolkeregisteretClient(authorised, config, clock, note);
    this.batches = new BatchedLookUp({
      maxKeys: PERSONS_PER_CALL,
      concurrency: config.concurrency,
      load: (identifiers, signal) => lookUpPersons(identifiers, (asked) => this.client.persons(asked, signal)),
    });
  }

  lookUp(personIdentifier: string, signal: AbortSignal): Promise<Result<PopulationFacts, Failure>> {
    return this.batches.lookUp(personIdentifier, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}
