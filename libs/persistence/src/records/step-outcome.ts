/** `stale`: the letter was changed or leased by someone else meanwhile; nothing of the step was written. */
export type StepOutcome = 'recorded' | 'stale';
