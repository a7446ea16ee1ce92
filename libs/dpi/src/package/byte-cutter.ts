/** Exactly `length` bytes in one or more buffers, none of them copied. */
export interface CutPiece {
  readonly length: number;
  readonly parts: readonly Buffer[];
}

/**
 * Cuts bytes into pieces of one size, however they come. A package is made twice (cms.encrypter.ts) and must be the same
 * both times, while a store may hand out a document in other chunks the second time: what is written may depend on the
 * bytes only.
 */
export class ByteCutter {
  private parts: Buffer[] = [];
  private length = 0;

  constructor(private readonly size: number) {}

  /** The pieces that are full now. */
  add(bytes: Buffer): CutPiece[] {
    const full: CutPiece[] = [];
    let rest = bytes;
    while (this.length + rest.length >= this.size) {
      const needed = this.size - this.length;
      this.parts.push(needed === rest.length ? rest : rest.subarray(0, needed));
      full.push({ length: this.size, parts: this.parts });
      rest = rest.subarray(needed);
      this.parts = [];
      this.length = 0;
    }
    if (rest.length > 0) {
      this.parts.push(rest);
      this.length += rest.length;
    }
    return full;
  }

  /** The last piece, shorter than the others; undefined when nothing is left. */
  rest(): CutPiece | undefined {
    const { parts, length } = this;
    this.parts = [];
    this.length = 0;
    return length === 0 ? undefined : { length, parts };
  }
}
