import { parseArgs } from 'node:util';
import type { CommandSyntax } from './command-syntax.js';
import { UsageError } from './usage-error.js';

/** What was typed after a command's name. */
export class Arguments {
  constructor(
    readonly operands: readonly string[],
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** Throws UsageError for an unknown option, a missing value and a wrong number of operands. */
  static parse(command: CommandSyntax, words: readonly string[]): Arguments {
    const { positionals, values } = parsed(command, words);
    const { least, most } = command.operands;
    if (positionals.length < least || positionals.length > most) {
      throw new UsageError(`It is written: mf ${command.name} ${command.usage}`);
    }
    return new Arguments(positionals, values);
  }

  has(option: string): boolean {
    return this.values[option] === true;
  }

  get(option: string): string | undefined {
    const value = this.values[option];
    return typeof value === 'string' ? value : undefined;
  }

  /** One of `allowed`, the first when the option is not there. */
  oneOf<Value extends string>(option: string, allowed: readonly [Value, ...Value[]]): Value {
    const value = this.get(option);
    if (value === undefined) return allowed[0];
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new UsageError(`--${option} is one of: ${[...allowed].sort().join(', ')}`);
    return found;
  }

  /** The operand at `index`; the number of operands has been checked. */
  operand(index: number): string {
    const value = this.operands[index];
    if (value === undefined) throw new UsageError(`operand ${index + 1} is missing`);
    return value;
  }
}

function parsed(
  command: CommandSyntax,
  words: readonly string[],
): { positionals: string[]; values: Readonly<Record<string, unknown>> } {
  try {
    return parseArgs({ args: [...words], options: command.options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
