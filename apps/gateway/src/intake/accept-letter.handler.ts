import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FieldError } from '#contract/field-error.js';
import { parseLetterMessage } from '#contract/parse-letter-message.js';
import type { LetterIdentity, ParsedLetter, ParseRules } from '#contract/parse-outcome.js';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Letter } from '#domain/letter.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import type { AcceptOutcome } from '#persistence/records/accept-outcome.js';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { AppConfig } from '#platform/app-config.js';
import { isDataError } from '#persistence/data-error.js';
import { DispatchWake } from '../dispatch/dispatch-wake.js';
import { IntakeMetrics } from './intake.metrics.js';
import type { IntakeVerdict } from './intake-verdict.js';
import type { LetterOrigin } from './letter-origin.js';
import { LetterSealer } from './letter-sealer.js';
import { MicroBatcher } from '../micro-batcher.js';
import { RejectionRecorder } from './rejection-recorder.js';
import { UploadedDocumentsResolver } from './uploaded-documents.resolver.js';

/**
 * One letter through the door, by AMQP or HTTP: read, authorise, validate, seal, commit. Resolves only after the commit,
 * so the caller may acknowledge; throws only what may pass (the database is away), so the caller may try again.
 */
@Injectable()
export class AcceptLetterHandler {
  private readonly batcher: MicroBatcher<NewLetter, AcceptOutcome>;

  constructor(
    @Inject(LetterIntakeStore) store: LetterIntakeStore,
    @Inject(LetterSealer) private readonly sealer: LetterSealer,
    @Inject(UploadedDocumentsResolver) private readonly uploads: UploadedDocumentsResolver,
    @Inject(RejectionRecorder) private readonly rejections: RejectionRecorder,
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(AppConfig) private readonly config: AppConfig,
    @Inject(DispatchWake) private readonly wake: DispatchWake,
    @Inject(IntakeMetrics) private readonly metrics: IntakeMetrics,
  ) {
    this.batcher = new MicroBatcher({
      maxBatch: 200,
      maxInFlight: 3,
      minParallel: 50,
      isDataError,
      run: (batch) => store.accept(batch),
    });
  }

  async accept(body: Buffer, origin: LetterOrigin): Promise<IntakeVerdict> {
    const verdict = await this.judge(body, origin);
    this.metrics.judged(verdict.kind);
    return verdict;
  }

  rules(priority: ParseRules['priority']): ParseRules {
    return {
      environment: this.config.mfEnvironment,
      identifierRule: { allow2032: this.config.identifierRule === 'from-2032' },
      channels: this.providers.channels().map(({ id }) => id),
      priority,
    };
  }

  private async judge(body: Buffer, origin: LetterOrigin): Promise<IntakeVerdict> {
    const outcome = parseLetterMessage(body, this.rules(origin.priority));
    if (outcome.kind === 'unreadable') return { kind: 'unreadable', ...outcome.reason, errors: outcome.errors };
    const identity = outcome.kind === 'invalid' ? outcome.identity : identityOf(outcome.letter);
    const code = origin.refusal(identity.sender, identity.supplier);
    if (code !== undefined) return { kind: 'refused', code };
    if (outcome.kind === 'invalid') return this.reject(identity, outcome.errors, body, origin);

    const resolved = await this.uploads.resolve(outcome);
    if (!resolved.ok) return this.reject(identity, resolved.error, body, origin);
    return this.commit(outcome, resolved.value, origin);
  }

  private async commit(parsed: ParsedLetter, letter: Letter, origin: LetterOrigin): Promise<IntakeVerdict> {
    const { row, stored } = await this.sealer.seal(parsed, letter, origin.receivedAt);
    const kind = await this.batcher.add(row);
    if (kind === 'accepted') this.wake.wake();
    else await this.sealer.discard(stored);
    if (kind === 'reused' && origin.rejections === 'receipt') {
      await this.rejections.reused(identityOf(letter), parsed.contentHash, origin.receivedAt);
    }
    return { kind, letterId: letter.letterId, conversationId: letter.conversationId };
  }

  private async reject(
    identity: LetterIdentity,
    errors: readonly FieldError[],
    body: Buffer,
    origin: LetterOrigin,
  ): Promise<IntakeVerdict> {
    if (origin.rejections === 'receipt') {
      await this.rejections.invalid(identity, errors, createHash('sha256').update(body).digest(), origin.receivedAt);
    }
    return { kind: 'invalid', errors };
  }
}

function identityOf({ letterId, sender, conversationId, reference }: Letter): LetterIdentity {
  return {
    letterId,
    sender: sender.organisationNumber,
    ...(sender.supplier === undefined ? {} : { supplier: sender.supplier }),
    conversationId,
    ...(reference === undefined ? {} : { reference }),
  };
}
