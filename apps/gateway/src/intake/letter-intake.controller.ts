import { Controller, Inject, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { parseCancelMessage } from '#contract/parse-cancel-message.js';
import { DeadLetter, type DeadReason } from '#messaging/dead-letter.js';
import { DeliveryContext } from '#messaging/delivery-context.js';
import { KeepErrorFilter } from '#messaging/keep-error.filter.js';
import { POST_AMQP } from '#messaging/post-amqp.js';
import type { Logger } from '#platform/logger.js';
import { LOGGER } from '#platform/tokens.js';
import { CancelLetterHandler } from '../cancel/cancel-letter.handler.js';
import { AcceptLetterHandler } from './accept-letter.handler.js';
import { AmqpAuthority, REFUSAL_TEXTS } from './amqp-authority.js';
import type { IntakeRefusal } from './intake-verdict.js';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** The letter queue. Returning acknowledges, a DeadLetter goes to the dead queue, anything else is tried again. */
@Controller()
@UseFilters(KeepErrorFilter)
export class LetterIntakeController {
  constructor(
    @Inject(AcceptLetterHandler) private readonly letters: AcceptLetterHandler,
    @Inject(CancelLetterHandler) private readonly cancellations: CancelLetterHandler,
    @Inject(AmqpAuthority) private readonly authority: AmqpAuthority,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern<'letter'>('letter', POST_AMQP)
  async letter(@Payload() body: Buffer, @Ctx() context: DeliveryContext): Promise<void> {
    requireJson(context);
    const verdict = await this.letters.accept(body, {
      priority: context.priority,
      receivedAt: context.receivedAt,
      rejections: 'receipt',
      refusal: (sender, supplier) => this.authority.letterRefusal(context, sender, supplier),
    });
    if (verdict.kind === 'unreadable') throw new DeadLetter(verdict.code, verdict.text);
    if (verdict.kind === 'refused') throw refused(verdict.code);
  }

  @EventPattern<'cancel'>('cancel', POST_AMQP)
  async cancel(@Payload() body: Buffer, @Ctx() context: DeliveryContext): Promise<void> {
    requireJson(context);
    const sender = context.routingKey.split('.')[1] ?? '';
    const refusal = this.authority.cancelRefusal(context, sender);
    if (refusal !== undefined) throw refused(refusal);
    const message = parseCancelMessage(body);
    if (!message.ok) throw new DeadLetter(message.error.code as DeadReason, message.error.text);
    const { letterId } = message.value;
    const outcome = await this.cancellations.cancel({ sender, letterId });
    // The receipts tell the sender: `cancelled`, or whatever became of a letter that had gone too far.
    if (outcome !== 'cancelled')
      this.logger.info({ code: `CANCEL_${outcome.toUpperCase()}`, letterId }, 'letter not cancelled');
  }
}

function requireJson({ contentType, contentEncoding }: DeliveryContext): void {
  if (
    contentType !== undefined &&
    JSON_TYPE.test(contentType) &&
    (contentEncoding ?? 'utf-8').toLowerCase() === 'utf-8'
  )
    return;
  throw new DeadLetter(
    'WRONG_CONTENT_TYPE',
    'Publish letters with content-type application/json, in UTF-8 and not compressed.',
  );
}

function refused(code: IntakeRefusal): DeadLetter {
  return new DeadLetter(code, REFUSAL_TEXTS[code]);
}
