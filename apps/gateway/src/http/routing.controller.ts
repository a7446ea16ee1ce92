import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { parseLetterMessage } from '#contract/parse-letter-message.js';
import type { FieldError } from '#contract/field-error.js';
import type { Clock } from '#domain/clock.js';
import type { TokenHolder } from '#maskinporten/token-verifier.js';
import { CLOCK } from '#platform/tokens.js';
import { FactsGatherer } from '../dispatch/facts/facts-gatherer.js';
import { RoutePlanner } from '../dispatch/route-planner.js';
import { AcceptLetterHandler } from '../intake/accept-letter.handler.js';
import { UploadedDocumentsResolver } from '../intake/uploaded-documents.resolver.js';
import { Caller } from './caller.js';
import { CallerGuard } from './caller.guard.js';
import { Problem } from './problem.js';
import { requireBytes } from './request-body.js';

const REJECT = {
  outcome: 'reject',
  rule: 'INVALID_LETTER',
  reason: {
    nb: 'Brevet bryter kontrakten; errors nevner hvert felt.',
    en: 'The letter breaks the contract; errors names every field.',
  },
  steps: [],
  evidence: [],
};

/** No rule is asked about a letter that the dispatcher would find past its time. */
const EXPIRED = {
  outcome: 'fail',
  rule: 'EXPIRED',
  reason: {
    nb: 'Brevet er utløpt: expiresAt er passert, så ingen kanal får det.',
    en: 'The letter has expired: its expiresAt has passed, so no channel gets it.',
  },
  steps: [],
  evidence: [],
};

/** A person waits for the answer. */
const LOOK_UP_TIMEOUT_MS = 10_000;

/** `/v1/routing/preview`: the decision about a letter, with real look-ups, and nothing is sent or kept. */
@Controller('v1/routing')
@UseGuards(CallerGuard)
export class RoutingController {
  constructor(
    @Inject(AcceptLetterHandler) private readonly intake: AcceptLetterHandler,
    @Inject(UploadedDocumentsResolver) private readonly uploads: UploadedDocumentsResolver,
    @Inject(FactsGatherer) private readonly facts: FactsGatherer,
    @Inject(RoutePlanner) private readonly planner: RoutePlanner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('preview')
  @HttpCode(200)
  async preview(@Body() body: unknown, @Caller() caller: TokenHolder): Promise<unknown> {
    const parsed = parseLetterMessage(requireBytes(body), this.intake.rules('normal'));
    if (parsed.kind === 'unreadable' && parsed.reason.code === 'MALFORMED_JSON') {
      throw new Problem(400, parsed.reason.code, 'Unreadable letter', parsed.reason.text);
    }
    if (parsed.kind !== 'letter') return reject(parsed.errors);
    const { organisationNumber, supplier } = parsed.letter.sender;
    if (organisationNumber !== caller.consumer || supplier !== caller.supplier) {
      throw new Problem(
        403,
        'SENDER_USER_MISMATCH',
        'Forbidden',
        'The token does not allow letters from this sender and supplier.',
      );
    }
    const resolved = await this.uploads.resolve(parsed);
    if (!resolved.ok) return reject(resolved.error);
    const { expiresAt } = resolved.value;
    if (expiresAt !== undefined && expiresAt <= this.clock.now()) return EXPIRED;
    const facts = await this.facts.gather(resolved.value.recipient, AbortSignal.timeout(LOOK_UP_TIMEOUT_MS));
    if (!facts.ok) {
      throw new Problem(
        503,
        'REGISTER_UNAVAILABLE',
        'Register unavailable',
        'A register did not answer; ask again in a moment.',
      );
    }
    const { outcome, rule, reason, steps, evidence, skipped } = this.planner.decide(
      resolved.value,
      facts.value,
      this.clock.now(),
    );
    return { outcome, rule, reason, steps, evidence, skipped };
  }
}

function reject(errors: readonly FieldError[]): unknown {
  return { ...REJECT, errors };
}
