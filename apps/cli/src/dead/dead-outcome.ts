import type { DeadMessage } from '#messaging/dead-message.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

export interface DeadOutcome {
  readonly message: DeadMessage;
  /** Why nothing was done with it. */
  readonly problem?: string;
}

/** Tells what became of each message; 1 when one of them is still where it was. */
export function tellOutcomes(done: string, outcomes: readonly DeadOutcome[], json: boolean, output: Output): ExitCode {
  if (json) {
    output.json(
      outcomes.map(({ message: { id = null, position }, problem }) => ({
        id,
        position,
        ok: problem === undefined,
        problem,
      })),
    );
  } else {
    for (const { message, problem } of outcomes) {
      const name = message.id ?? `position ${message.position}`;
      if (problem === undefined) output.line(`${done} ${name}`);
      else output.note(`not ${done}: ${name}: ${problem}`);
    }
  }
  return outcomes.every(({ problem }) => problem === undefined) ? 0 : 1;
}
