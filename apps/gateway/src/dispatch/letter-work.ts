import { randomUUID } from 'node:crypto';
import type { DeliveryPlan, PlanStep } from '#domain/delivery-plan.js';
import type { LetterEvent } from '#domain/letter-event.js';
import type { LetterState } from '#domain/letter-state.js';
import { transition } from '#domain/letter-transition.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import type { DepositStep } from '#persistence/records/deposit-step.js';
import type { LetterStep, StepFailure } from '#persistence/records/letter-step.js';
import type { StepOutcome } from '#persistence/records/step-outcome.js';

/** What one commit changes of a letter. The new state follows from the events. */
export interface WorkChange {
  readonly events: readonly LetterEvent[];
  readonly dueAt: Date | null;
  readonly plan?: DeliveryPlan;
  readonly stepIndex?: number;
  readonly attempts?: number;
  readonly lastFailure?: StepFailure | null;
  readonly readDeadlineAt?: Date | null;
  readonly deposit?: DepositStep;
  /** Only to put a released letter back where it was held; else the events decide. */
  readonly state?: LetterState;
  /** Not a try at anything. */
  readonly postponed?: true;
  /** `release`: done with it for now. */
  readonly lease: 'release' | 'keep';
}

export type RecordStep = (step: LetterStep) => Promise<StepOutcome>;

/** Somebody else has changed or taken over the letter: whoever meets this lets go of it, nothing is lost. */
export class StaleLetter extends Error {
  constructor() {
    super('The letter was changed or leased by someone else meanwhile.');
    this.name = 'StaleLetter';
  }
}

/** One claimed letter while it is worked on: its row as it is after the last commit, and the way to commit more. */
export class LetterWork {
  private lastChange: WorkChange | undefined;
  private begun: string | undefined;
  private current: Pick<ClaimedLetter, 'version' | 'state' | 'stepIndex' | 'attempts' | 'plan'>;

  constructor(
    readonly claimed: ClaimedLetter,
    private readonly owner: string,
    private readonly recordStep: RecordStep,
  ) {
    this.current = claimed;
  }

  get state(): LetterState {
    return this.current.state;
  }

  get plan(): DeliveryPlan | undefined {
    return this.current.plan;
  }

  get stepIndex(): number {
    return this.current.stepIndex;
  }

  get attempts(): number {
    return this.current.attempts;
  }

  get step(): PlanStep | undefined {
    return this.plan?.steps[this.stepIndex];
  }

  get nextStep(): PlanStep | undefined {
    return this.plan?.steps[this.stepIndex + 1];
  }

  /** The hand-over of the plan's current step as it was when the letter was claimed; not one of an earlier step. */
  get deposit(): DepositRow | undefined {
    const { deposit } = this.claimed;
    return deposit?.step === this.stepIndex && deposit.channel === this.step?.channel ? deposit : undefined;
  }

  /** Of the hand-over that was begun and not answered, by this dispatcher or one before. */
  get openDeposit(): string | undefined {
    if (this.begun !== undefined) return this.begun;
    const { deposit } = this;
    return deposit?.state === 'started' || deposit?.state === 'ambiguous' ? deposit.id : undefined;
  }

  /** Put back without a try: its turn comes again within the life of its facts. */
  get isPostponed(): boolean {
    return this.lastChange?.postponed === true;
  }

  /** Throws StaleLetter, and a plain error for an event that the life cycle does not allow. */
  async apply(change: WorkChange): Promise<void> {
    this.lastChange = change;
    const { lease, state: forced, events, postponed: _, ...rest } = change;
    const state = forced ?? events.reduce(after, this.state);
    const attempts = change.attempts ?? this.attempts;
    const step: LetterStep = {
      ...rest,
      id: this.claimed.id,
      version: this.current.version,
      owner: this.owner,
      state,
      attempts,
      events: events.map((event) => ({ ...event, id: randomUUID() })),
      releaseLease: lease,
    };
    if ((await this.recordStep(step)) === 'stale') throw new StaleLetter();
    if (change.deposit?.kind === 'new') this.begun = change.deposit.id;
    const plan = change.plan ?? this.plan;
    this.current = {
      version: this.current.version + 1,
      state,
      attempts,
      stepIndex: change.stepIndex ?? this.stepIndex,
      ...(plan === undefined ? {} : { plan }),
    };
  }
}

function after(state: LetterState, event: LetterEvent): LetterState {
  const result = transition(state, event.type);
  if (result.kind === 'refused') throw new Error(result.text);
  return result.to;
}
