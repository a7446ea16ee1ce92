import type { ParseArgsConfig } from 'node:util';

/** How a command is written; what its arguments are read by. */
export interface CommandSyntax {
  /** The words that name it: `dead replay`. */
  readonly name: string;
  /** What follows the name: `ID…`. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many words may follow the name. */
  readonly operands: { readonly least: number; readonly most: number };
}
