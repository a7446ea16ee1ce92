import { Output } from '../output.js';

/** An Output that keeps what was written. */
export class RecordedOutput {
  out = '';
  err = '';
  readonly output: Output;

  constructor({ isTTY = false } = {}) {
    this.output = new Output(
      { write: (text) => (this.out += text.toString()) },
      { write: (text) => (this.err += text.toString()), isTTY },
    );
  }
}
