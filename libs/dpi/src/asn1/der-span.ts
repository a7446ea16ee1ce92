import { BerError } from './ber.reader.js';

/** Where one element lies in a buffer. */
export interface DerSpan {
  /** The first identifier octet. */
  readonly tag: number;
  readonly start: number;
  /** Where its content begins. */
  readonly content: number;
  /** Behind its last octet. */
  readonly end: number;
}

/**
 * The element at `position`, definite length only; throws BerError. For structures with hundreds of thousands of
 * elements, of which a tree (ber.reader.ts) would take many times their size in memory.
 */
export function derSpan(bytes: Buffer, position: number, limit: number): DerSpan {
  const tag = octet(bytes, position, limit);
  const first = octet(bytes, position + 1, limit);
  if (first < 0x80) return span(tag, position, position + 2, first, limit);
  const digits = first & 0x7f;
  if (digits === 0 || digits > 4) throw new BerError('a length that DER does not allow here');
  let length = 0;
  for (let index = 0; index < digits; index += 1) length = length * 256 + octet(bytes, position + 2 + index, limit);
  return span(tag, position, position + 2 + digits, length, limit);
}

/** The elements inside `parent`, one after another. */
export function* derChildren(bytes: Buffer, parent: DerSpan): Generator<DerSpan, void, undefined> {
  for (let position = parent.content; position < parent.end;) {
    const child = derSpan(bytes, position, parent.end);
    yield child;
    position = child.end;
  }
}

function span(tag: number, start: number, content: number, length: number, limit: number): DerSpan {
  const end = content + length;
  if (end > limit) throw new BerError('an element reaches past its parent');
  return { tag, start, content, end };
}

function octet(bytes: Buffer, position: number, limit: number): number {
  const found = position < limit ? bytes[position] : undefined;
  if (found === undefined) throw new BerError('it ends in the middle of an element');
  return found;
}
