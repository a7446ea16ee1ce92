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
import { CLOCK } from '#platform/tokens.js';
import { KrrClient } from './krr.client.js';
import { KrrConfig } from './krr.config.js';

/** Persons in one call, KRR's limit. */
const PERSONS_PER_CALL = 1_000;
/** The print service's certificate is not about a person and changes every few years. */
const KEEP_PRINT_SERVICE_MS = 10 * 60 * 1_000;
const PRINT_SERVICE = 'print-service';

/** KRR: whether a person is reserved, can be notified, and which mailbox they have. Nothing about persons is kept (terms of use). */
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
  ) {
    this.http = new HttpClient({
      headersTimeoutMs: config.timeoutMs,
      bodyTimeoutMs: config.timeoutMs,
      connections: config.concurrency,
    });
    const authorised = new AuthorisedClient(this.http, tokens, { scope: config.scopes });
    this.client = new KrrClient(this.http, authorised, config, clock);
    this.batches = new BatchedLookUp({
      maxKeys: PERSONS_PER_CALL,
      concurrency: config.concurrency,
      load: (identifiers, signal) => this.client.persons(identifiers, signal),
    });
    this.printLookUp = new BatchedLookUp({
      maxKeys: 1,
      concurrency: 1,
      load: async (_keys, signal) => {
        const facts = await this.knownPrintService(signal);
        return facts.ok ? ok(new Map([[PRINT_SERVICE, facts.value]])) : facts;
      },
    });
  }

  lookUp(
    personIdentifiers: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, ContactFacts>, Failure>> {
    return this.batches.lookUp(personIdentifiers, signal);
  }

  async printService(signal: AbortSignal): Promise<Result<PrintServiceFacts, Failure>> {
    const answer = await this.printLookUp.lookUp([PRINT_SERVICE], signal);
    if (!answer.ok) return answer;
    const facts = answer.value.get(PRINT_SERVICE);
    if (facts === undefined) throw new Error('A look-up answers with the key that it was asked for.');
    return ok(facts);
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
