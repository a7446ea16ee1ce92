import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Clock } from '#domain/clock.js';
import { isUuid } from '#domain/identifiers.js';
import type { TokenHolder } from '#maskinporten/token-verifier.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import type { LetterView } from '#persistence/records/letter-view.js';
import { CLOCK } from '#platform/tokens.js';
import { CancelLetterHandler } from '../cancel/cancel-letter.handler.js';
import { AcceptLetterHandler } from '../intake/accept-letter.handler.js';
import { Caller } from './caller.js';
import { CallerGuard } from './caller.guard.js';
import { letterStatus, timelineEntry } from './letter-status.js';
import { Problem } from './problem.js';
import { requireBytes } from './request-body.js';

/** `/v1/letters` (contract 6): the same letters as over AMQP, the same idempotency. */
@Controller('v1/letters')
@UseGuards(CallerGuard)
export class LettersController {
  constructor(
    @Inject(AcceptLetterHandler) private readonly intake: AcceptLetterHandler,
    @Inject(LetterQueryStore) private readonly letters: LetterQueryStore,
    @Inject(CancelLetterHandler) private readonly cancellations: CancelLetterHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  async send(
    @Body() body: unknown,
    @Caller() caller: TokenHolder,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const verdict = await this.intake.accept(requireBytes(body), {
      priority: 'normal',
      receivedAt: this.clock.now(),
      rejections: 'answer',
      refusal: (sender, supplier) =>
        sender === caller.consumer && supplier === caller.supplier ? undefined : 'SENDER_USER_MISMATCH',
    });
    switch (verdict.kind) {
      case 'accepted':
      case 'repeat':
        void reply.status(verdict.kind === 'accepted' ? 202 : 200);
        return { letterId: verdict.letterId, conversationId: verdict.conversationId, status: 'received' };
      case 'reused':
        throw new Problem(
          409,
          'LETTER_ID_REUSED',
          'Letter id reused',
          'Another letter has this letterId already and goes on untouched.',
        );
      case 'invalid':
        throw new Problem(
          400,
          'INVALID_LETTER',
          'Invalid letter',
          'The letter breaks the contract; `errors` names every field.',
          verdict.errors,
        );
      case 'unreadable':
        throw new Problem(400, verdict.code, 'Unreadable letter', verdict.text, verdict.errors);
      case 'refused':
        throw new Problem(
          403,
          verdict.code,
          'Forbidden',
          'The token does not allow letters from this sender and supplier.',
        );
    }
  }

  @Get(':letterId')
  async status(@Param('letterId') letterId: string, @Caller() caller: TokenHolder): Promise<unknown> {
    return letterStatus(await this.find(letterId, caller));
  }

  @Get(':letterId/events')
  async events(@Param('letterId') letterId: string, @Caller() caller: TokenHolder): Promise<unknown> {
    const letter = await this.find(letterId, caller);
    const timeline = await this.letters.timeline(letter.sender, letter.letterId);
    return { letterId: letter.letterId, events: timeline.map(timelineEntry) };
  }

  @Post(':letterId/cancel')
  @HttpCode(202)
  async cancel(@Param('letterId') letterId: string, @Caller() caller: TokenHolder): Promise<unknown> {
    const letter = await this.find(letterId, caller);
    const outcome = await this.cancellations.cancel({ sender: letter.sender, letterId: letter.letterId });
    if (outcome === 'cancelled') return { letterId: letter.letterId, status: 'cancelled' };
    throw new Problem(
      409,
      'TOO_LATE',
      'Too late',
      'The letter has been handed to a channel or has ended; it cannot be cancelled any more.',
    );
  }

  /** A supplier sees the letters that it sent itself. */
  private async find(letterId: string, { consumer, supplier }: TokenHolder): Promise<LetterView> {
    const letter = isUuid(letterId) ? await this.letters.find(consumer, letterId.toLowerCase()) : undefined;
    if (letter !== undefined && (supplier === undefined || letter.supplier === supplier)) return letter;
    throw new Problem(404, 'LETTER_NOT_FOUND', 'Letter not found', 'This sender has no letter with this id.');
  }
}
