import { ConfigurationError } from '#platform/config-error.js';
import { Arguments } from './arguments.js';
import type { CliContext } from './cli-context.js';
import { CommandError } from './command-error.js';
import { COMMANDS } from './commands.js';
import type { ExitCode } from './exit-code.js';
import { findCommand } from './find-command.js';
import { commandHelp, overview } from './help.js';
import { UsageError } from './usage-error.js';

/** From the words that were typed to the exit code; everything that goes wrong is told and never thrown. */
export async function runCli(words: readonly string[], context: CliContext): Promise<ExitCode> {
  const { output } = context;
  const found = findCommand(COMMANDS, words);
  const asksForHelp = words.includes('--help') || words.includes('-h');
  if (found === undefined) {
    const group = COMMANDS.filter(({ name }) => name.startsWith(`${words[0] ?? ''} `));
    const lines = overview(group.length > 0 ? group : COMMANDS);
    if (asksForHelp || words[0] === 'help') {
      output.lines(lines);
      return 0;
    }
    for (const line of lines) output.note(line);
    return 2;
  }
  if (asksForHelp) {
    output.lines(commandHelp(found.command));
    return 0;
  }
  try {
    return await found.command.run(Arguments.parse(found.command, found.rest), context);
  } catch (error) {
    output.progressEnd();
    return told(error, found.command.name, context);
  }
}

function told(error: unknown, name: string, { output }: CliContext): ExitCode {
  if (error instanceof UsageError) {
    output.note(`${error.message}\nmf ${name} --help tells more.`);
    return 2;
  }
  if (error instanceof CommandError) output.note(error.message);
  else if (error instanceof ConfigurationError) {
    output.note(error.problems.map((problem) => `${problem.name}: ${problem.rule}`).join('\n'));
    return 2;
  } else
    output.note(`mf ${name} broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}
