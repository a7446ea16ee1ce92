import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { BatchedLookUp } from '#channels/batched-look-up.js';
import { Provider } from '#channels/provider.decorator.js';
import type { PopulationRegister } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import { AuthorisedClient } from '#maskinporten/authorised.client.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { HttpClient } from '#platform/http.client.js';
import { CLOCK } from '#platform/tokens.js';
import { FolkeregisteretClient } from './folkeregisteret.client.js';
import { FolkeregisteretConfig } from './folkeregisteret.config.js';
import { NOT_REGISTERED, toPopulationFacts } from './folkeregisteret.mapper.js';

/** Persons in one call, the register's limit. */
const PERSONS_PER_CALL = 1_000;

type Facts = ReadonlyMap<string, PopulationFacts>;

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
  ) {
    this.http = new HttpClient({
      headersTimeoutMs: config.timeoutMs,
      bodyTimeoutMs: config.timeoutMs,
      connections: config.concurrency,
    });
    const authorised = new AuthorisedClient(this.http, tokens, { scope: config.scope });
    this.client = new FolkeregisteretClient(authorised, config, clock);
    this.batches = new BatchedLookUp({
      maxKeys: PERSONS_PER_CALL,
      concurrency: config.concurrency,
      load: (identifiers, signal) => this.load(identifiers, signal),
    });
  }

  lookUp(personIdentifiers: readonly string[], signal: AbortSignal): Promise<Result<Facts, Failure>> {
    return this.batches.lookUp(personIdentifiers, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  /** A replaced identifier whose document says no more than its successor is followed once. */
  private async load(identifiers: readonly string[], signal: AbortSignal): Promise<Result<Facts, Failure>> {
    const first = await this.facts(identifiers, signal);
    if (!first.ok) return first;
    const replaced = new Map<string, string>();
    for (const [identifier, facts] of first.value) {
      if (facts.currentIdentifier !== undefined && facts.name === undefined)
        replaced.set(identifier, facts.currentIdentifier);
    }
    if (replaced.size === 0) return first;
    const successors = await this.facts([...new Set(replaced.values())], signal);
    if (!successors.ok) return successors;
    const merged = new Map(first.value);
    for (const [identifier, currentIdentifier] of replaced) {
      const facts = successors.value.get(currentIdentifier) ?? NOT_REGISTERED;
      merged.set(identifier, { ...facts, currentIdentifier });
    }
    return ok(merged);
  }

  private async facts(identifiers: readonly string[], signal: AbortSignal): Promise<Result<Facts, Failure>> {
    const answer = await this.client.persons(identifiers, signal);
    if (!answer.ok) return answer;
    const facts = new Map<string, PopulationFacts>();
    for (const identifier of identifiers) {
      const document = answer.value.get(identifier);
      facts.set(identifier, document === undefined ? NOT_REGISTERED : toPopulationFacts(document, identifier));
    }
    return ok(facts);
  }
}
