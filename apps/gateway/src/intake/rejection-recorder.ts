import { Inject, Injectable } from '@nestjs/common';
import type { FieldError } from '#contract/field-error.js';
import type { LetterIdentity } from '#contract/parse-outcome.js';
import type { Reason } from '#domain/letter-event.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import type { NewRejection } from '#persistence/records/new-rejection.js';
import { isDataError } from '#persistence/data-error.js';
import { MicroBatcher } from '../micro-batcher.js';
import { stableUuid } from './stable-uuid.js';

const REUSED: Reason = {
  code: 'LETTER_ID_REUSED',
  text: 'Another letter has this letterId already and goes on untouched. Give this one an id of its own and send it again.',
};

/**
 * Writes `rejected` receipts. Their ids follow from the message, so that a message the broker delivers again is told
 * once. A rejection about an id that a letter has already carries no sequence (RECORD_REJECTIONS).
 */
@Injectable()
export class RejectionRecorder {
  private readonly batcher: MicroBatcher<NewRejection, 'recorded'>;

  constructor(@Inject(LetterIntakeStore) store: LetterIntakeStore) {
    this.batcher = new MicroBatcher({
      maxBatch: 200,
      maxInFlight: 1,
      minParallel: 200,
      isDataError,
      run: async (batch) => {
        await store.recordRejections(batch);
        return batch.map(() => 'recorded' as const);
      },
    });
  }

  async invalid(identity: LetterIdentity, errors: readonly FieldError[], digest: Buffer, at: Date): Promise<void> {
    const count = errors.length === 1 ? 'One field is' : `${String(errors.length)} fields are`;
    await this.batcher.add({
      ...identity,
      eventId: stableUuid('rejected', identity.sender, identity.letterId, digest),
      conversationId: identity.conversationId ?? identity.letterId,
      at,
      reason: {
        code: 'INVALID_LETTER',
        text: `${count} wrong; details.errors names each. Correct the letter and send it again.`,
      },
      details: { errors },
    });
  }

  async reused(identity: LetterIdentity, contentHash: Buffer, at: Date): Promise<void> {
    await this.batcher.add({
      ...identity,
      eventId: stableUuid('reused', identity.sender, identity.letterId, contentHash),
      at,
      reason: REUSED,
    });
  }
}
