import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { BatchedLookUp } from '#channels/batched-look-up.js';
import { Provider } from '#channels/provider.decorator.js';
import type { ContactRegister, PrintServiceFacts } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import { AuthorisedClient } from '#maskinporten/authorised.client.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { HttpClient } from '#platform/http.client.js';
import type { Logger } from '#platform/logger.js';
import { surpriseLog } from '#platform/surprise-log.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { KrrClient } from './krr.client.js';
import { KrrConfig } from './krr.config.js';

/** Persons in one call, KRR's limit. */
const PERSONS_PER_CALL = 1_000;
/** Four times what 1,000 persons with a certificate each come to. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
/** The print service's certificate is not about a person and changes every few years. */
const KEEP_PRINT_SERVICE_MS = 10 * 60 * 1_000;
const PRINT_SERVICE = 'print-service';

/**
 * KRR: whether a person is reserved, can be notified, and which mailbox they have. Nothing about persons is kept here:
 * the terms are to look up at every dispatch, so each letter asks. The gateway looks up some time ahead of the dispatch,
 * and holds what it was told for that one letter for a minute at most (facts-in-hand.ts). Equal look-ups that wait for
 * the same call are asked for once.
 */
@Provider({ id: 'krr', role: 'contact-register', displayName: 'Kontakt- og reservasjonsregisteret' })
@Injectable()
export class KrrAdapter implements ContactRegister, OnApplicationShutdown {
  private readonly http: HttpClient;
  private readonly client: KrrClient;
  private readonly batches: BatchedLookUp<ContactFacts>;
  /** All letters of a claim ask at once when what is kept has run out: one call answers them. */
  private readonly printLookUp: BatchedLookUp<PrintServiceFacts>;
  private printFacts: { readonly facts: PrintServiceFacts; readonly until: number } | undefined;

  constructor(
    @Inject(KrrConfig) config: KrrConfig,
    @Inject(TokenProvider) tokens: TokenProvider,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.http = new HttpClient({
      provider: 'krr',
      headersTimeoutMs: config.timeoutMs,
      bodyTimeoutMs: config.timeoutMs,
      totalTimeoutMs: 2 * config.timeoutMs,
      connections: config.concurrency,
      maxResponseBytes: MOST_ANSWER_BYTES,
    });
    const authorised = new AuthorisedClient(this.http, tokens, { scope: config.scopes });
    this.client = new KrrClient(this.http, authorised, config, clock, surpriseLog('krr', logger));
    this.batches = new BatchedLookUp({
      maxKeys: PERSONS_PER_CALL,
      concurrency: config.concurrency,
      load: (identifiers, signal) => this.client.persons(identifiers, signal),
    });
    this.printLookUp = new BatchedLookUp({
      maxKeys: 1,
      concurrency: 1,
      load: async (_keys, signal) => {
        return ok(new Map([[PRINT_SERVICE, await this.knownPrintService(signal)]]));
      },
    });
  }

  lookUp(personIdentifier: string, signal: AbortSignal): Promise<Result<ContactFacts, Failure>> {
    return this.batches.lookUp(personIdentifier, signal);
  }

  printService(signal: AbortSignal): Promise<Result<PrintServiceFacts, Failure>> {
    return this.printLookUp.lookUp(PRINT_SERVICE, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private async knownPrintService(signal: AbortSignal): Promise<Result<PrintServiceFacts, Failure>> {
    const now = this.clock.now().getTime();
    if (this.printFacts !== undefined && this.printFacts.until > now) return ok(this.printFacts.facts);
    const answer = await this.client.printCertificate(signal);
    if (answer.ok) this.printFacts = { facts: answer.value, until: now + KEEP_PRINT_SERVICE_MS };
    return answer;
  }
}
