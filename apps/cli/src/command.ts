import type { Arguments } from './arguments.js';
import type { CliContext } from './cli-context.js';
import type { CommandSyntax } from './command-syntax.js';
import type { ExitCode } from './exit-code.js';

/** One command; the table of them is commands.ts. */
export interface Command extends CommandSyntax {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The options and what else a person needs, in lines below the usage. */
  readonly help: readonly string[];
  run(input: Arguments, context: CliContext): Promise<ExitCode>;
}
