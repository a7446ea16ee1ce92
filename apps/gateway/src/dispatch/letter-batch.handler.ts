import { Inject, Injectable } from '@nestjs/common';
import { transient } from '#domain/failure.js';
import { err } from '#domain/result.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { Logger } from '#platform/logger.js';
import { LOGGER } from '#platform/tokens.js';
import { isDatabaseAway } from '../database-away.js';
import { DispatchLetterHandler } from './dispatch-letter.handler.js';
import { DispatchMetrics } from './dispatch.metrics.js';
import type { FactsResult } from './facts/facts-gatherer.js';
import { RecipientLookAhead, type Queue } from './facts/recipient-look-ahead.js';
import { LetterOpener, type OpenLetter } from './letter-opener.js';
import { LetterWork, StaleLetter } from './letter-work.js';
import { StepRecorder } from './step-recorder.js';

/**
 * A letter gives its slot away when a register takes longer, so that those who need another register go on. Its look-up
 * goes on without it and is in hand when it comes back.
 */
const FACTS_WAIT_MS = 2_000;

interface Opened {
  readonly work: LetterWork;
  readonly opened: OpenLetter;
}

/** The letters of one claim: opened, looked up together, then each on its own. A fault of one never touches another. */
@Injectable()
export class LetterBatchHandler {
  constructor(
    @Inject(DispatchLetterHandler) private readonly handler: DispatchLetterHandler,
    @Inject(LetterOpener) private readonly opener: LetterOpener,
    @Inject(RecipientLookAhead) private readonly lookAhead: RecipientLookAhead,
    @Inject(StepRecorder) private readonly recorder: StepRecorder,
    @Inject(DispatchMetrics) private readonly metrics: DispatchMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects. `done` is called once for each letter, when it is let go of. */
  async handle(
    claimed: readonly ClaimedLetter[],
    owner: string,
    shutdown: AbortSignal,
    queue: Queue,
    done: (id: string) => void,
  ): Promise<void> {
    const letters: Opened[] = [];
    const crashes: Promise<void>[] = [];
    for (const row of claimed) {
      const work = new LetterWork(row, owner, (step) => this.recorder.record(step));
      try {
        letters.push({ work, opened: this.opener.open(row) });
      } catch (error) {
        crashes.push(
          this.letGo(work, error).finally(() => {
            done(row.id);
          }),
        );
      }
    }
    await Promise.all([
      ...crashes,
      ...letters.map(({ work, opened }) =>
        this.takeStep(work, opened, queue, shutdown)
          .catch((error: unknown) => this.letGo(work, error))
          .finally(() => {
            if (!work.isPostponed) this.lookAhead.drop(work.claimed.id);
            done(work.claimed.id);
          }),
      ),
    ]);
  }

  private async takeStep(work: LetterWork, opened: OpenLetter, queue: Queue, shutdown: AbortSignal): Promise<void> {
    const letter = { id: work.claimed.id, recipient: opened.letter.recipient };
    const facts = needsFacts(work)
      ? inTime(this.lookAhead.factsOf(letter, queue, shutdown), FACTS_WAIT_MS)
      : Promise.resolve(NOT_LOOKED_UP);
    await this.handler.handle(work, opened, facts, shutdown);
  }

  private async letGo(work: LetterWork, error: unknown): Promise<void> {
    const { letterId } = work.claimed;
    if (error instanceof StaleLetter) {
      this.logger.debug({ code: 'LETTER_STALE', letterId }, 'letter changed meanwhile; left to whoever changed it');
      return;
    }
    if (isDatabaseAway(error)) {
      this.logger.warn({ code: 'DATABASE_UNAVAILABLE', letterId, err: error }, 'a letter waits for the database');
    } else {
      this.metrics.crashed();
      this.logger.error({ code: 'DISPATCH_DEFECT', letterId, err: error }, 'handling of a letter broke off');
    }
    try {
      await this.handler.brokeOff(work, error);
    } catch (second) {
      // The step that seemed to fail was committed, and only its answer was lost: the lease brings the letter back.
      if (second instanceof StaleLetter) return;
      this.logger.error(
        { code: 'DISPATCH_DEFECT_NOT_RECORDED', letterId, err: second },
        'left to come back by its lease',
      );
    }
  }
}

function needsFacts({ state }: LetterWork): boolean {
  return state === 'received' || state === 'routed';
}

async function inTime<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late');
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const NOT_LOOKED_UP: FactsResult = err(transient('NOT_LOOKED_UP', 'The recipient was not looked up for this step.'));
