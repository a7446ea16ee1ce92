import { Inject, Injectable } from '@nestjs/common';
import { DispatchStore } from '#persistence/dispatch.store.js';
import type { LetterStep } from '#persistence/records/letter-step.js';
import type { StepOutcome } from '#persistence/records/step-outcome.js';
import { isDataError } from '#persistence/data-error.js';
import { MicroBatcher } from '../micro-batcher.js';

/** Commits steps of many letters together. */
@Injectable()
export class StepRecorder {
  private readonly batcher: MicroBatcher<LetterStep, StepOutcome>;

  constructor(@Inject(DispatchStore) store: DispatchStore) {
    this.batcher = new MicroBatcher({
      maxBatch: 100,
      maxInFlight: 2,
      minParallel: 25,
      isDataError,
      run: (steps) => store.record(steps),
    });
  }

  record(step: LetterStep): Promise<StepOutcome> {
    return this.batcher.add(step);
  }
}
