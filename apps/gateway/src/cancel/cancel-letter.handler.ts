import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { isEnded } from '#domain/letter-state.js';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import type { LetterView } from '#persistence/records/letter-view.js';
import { CLOCK } from '#platform/tokens.js';

export type CancelOutcome = 'cancelled' | 'too_late' | 'not_found';

export interface LetterToCancel {
  readonly sender: string;
  readonly letterId: string;
  /** Only letters that this supplier sent. */
  readonly supplier?: string;
}

/** The dispatcher may take a step of the letter at the same time; then the letter is looked at again. */
const TRIES = 5;

/**
 * Cancels a letter that no channel can have: received, held, or routed and waiting for its time. Once a deposit is
 * started the channel may have the letter, and a cancelled letter that arrives all the same would be worse than none; so
 * a letter that is held because nobody knows whether it arrived cannot be cancelled either.
 */
@Injectable()
export class CancelLetterHandler {
  constructor(
    @Inject(LetterQueryStore) private readonly letters: LetterQueryStore,
    @Inject(DispatchStore) private readonly dispatch: DispatchStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async cancel({ sender, letterId, supplier }: LetterToCancel): Promise<CancelOutcome> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const letter = await this.letters.find(sender, letterId);
      if (letter === undefined || (supplier !== undefined && letter.supplier !== supplier)) return 'not_found';
      if (letter.state === 'cancelled') return 'cancelled';
      const now = this.clock.now();
      if (isEnded(letter.state) || !isUntouched(letter, now)) return 'too_late';
      if (await this.letters.mayBeWithChannel(letter.id)) return 'too_late';
      const [outcome] = await this.dispatch.record([
        {
          id: letter.id,
          version: letter.version,
          state: 'cancelled',
          attempts: letter.attempts,
          dueAt: null,
          events: [
            {
              id: randomUUID(),
              type: 'cancelled',
              at: now,
              reason: { code: 'CANCELLED_BY_SENDER', text: 'The sender cancelled the letter.' },
            },
          ],
          releaseLease: 'keep',
        },
      ]);
      if (outcome === 'recorded') return 'cancelled';
    }
    return 'too_late';
  }
}

function isUntouched(letter: LetterView, now: Date): boolean {
  switch (letter.state) {
    case 'received':
    case 'held':
      return true;
    case 'routed':
      // Waits for availableFrom: a plan and a time, but not a single attempt.
      return (
        letter.attempts === 0 &&
        letter.dueAt !== undefined &&
        letter.dueAt > now &&
        letter.availableFrom !== undefined &&
        letter.availableFrom > now
      );
    default:
      return false;
  }
}
