import { progressBar } from './render/progress-bar.js';
import { tableLines } from './render/table.js';

/** A place to write to; `isTTY` when a person watches it. */
export interface OutputStream {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
}

const CLEAR_LINE = '\r\u001B[K';

/**
 * The only way out of the command line. Results go to standard output, everything said about them (progress, errors)
 * to standard error, so that a result can be piped.
 */
export class Output {
  constructor(
    private readonly out: OutputStream,
    private readonly err: OutputStream,
  ) {}

  line(text = ''): void {
    this.out.write(`${text}\n`);
  }

  lines(lines: readonly string[]): void {
    for (const line of lines) this.line(line);
  }

  table(headings: readonly string[], rows: readonly (readonly string[])[]): void {
    this.lines(tableLines(headings, rows));
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value, undefined, 2));
  }

  bytes(bytes: Buffer): void {
    this.out.write(bytes);
  }

  /** For the person, beside the result. */
  note(text: string): void {
    this.err.write(`${text}\n`);
  }

  /** A bar that is drawn over itself; nothing when nobody watches. */
  progress(title: string, done: number, total: number): void {
    if (this.err.isTTY === true) this.err.write(`${CLEAR_LINE}${progressBar(title, done, total)}`);
  }

  /** Takes the bar away. */
  progressEnd(): void {
    if (this.err.isTTY === true) this.err.write(CLEAR_LINE);
  }
}
