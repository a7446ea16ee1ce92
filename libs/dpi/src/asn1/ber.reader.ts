/**
 * One element of a BER structure. Reads definite and indefinite lengths, because the published packages are written
 * with the latter in 1000-byte pieces (DPI reference 3.4). Bounded: depth and element count are limited, so that a
 * hostile file ends in an error and not in the heap.
 */
export interface BerElement {
  /** The first identifier octet: class, constructed bit and number. */
  readonly tag: number;
  /** Header, content and end marks, as they stand. */
  readonly raw: Buffer;
  /** Content octets; of a constructed element the concatenated children. */
  readonly content: Buffer;
  readonly children: readonly BerElement[];
}

/** `truncated` = what is there may be right, but it ends too early. */
export class BerError extends Error {
  constructor(
    message: string,
    readonly kind: 'truncated' | 'malformed' = 'malformed',
  ) {
    super(`Not a readable BER structure: ${message}`);
    this.name = 'BerError';
  }
}

const MAX_DEPTH = 32;
/** A 50 MB package in pieces of 1000 bytes has 50 000. */
const MAX_ELEMENTS = 200_000;
const CONSTRUCTED = 0x20;
const OCTET_STRING = 0x04;

/** Reads the first element; throws BerError. */
export function readBer(bytes: Buffer): BerElement {
  return new BerReader(bytes).element(0, bytes.length, 0).element;
}

/** The element at `path` of child positions; throws BerError with the path when it is not there. */
export function berAt(element: BerElement, ...path: readonly number[]): BerElement {
  let current = element;
  for (const index of path) {
    const next = current.children[index];
    if (next === undefined) throw new BerError(`nothing at ${path.join('/')}`);
    current = next;
  }
  return current;
}

/** The octets of an OCTET STRING, in one piece or in many; its own tag may be an implicit one. Throws BerError. */
export function berOctets(element: BerElement): Buffer {
  return (element.tag & CONSTRUCTED) === 0 ? element.content : Buffer.concat(element.children.map(octetsOfPiece));
}

function octetsOfPiece(piece: BerElement): Buffer {
  if ((piece.tag & ~CONSTRUCTED) !== OCTET_STRING) throw new BerError('a piece of an octet string is none');
  return berOctets(piece);
}

export function berOid(element: BerElement): string {
  if (element.tag !== 0x06) throw new BerError(`expected an object identifier, found tag ${String(element.tag)}`);
  const numbers: number[] = [];
  let value = 0;
  for (const octet of element.content) {
    value = value * 128 + (octet & 0x7f);
    if ((octet & 0x80) === 0) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}

class BerReader {
  private elements = 0;

  constructor(private readonly bytes: Buffer) {}

  element(start: number, end: number, depth: number): { element: BerElement; next: number } {
    this.elements += 1;
    if (depth > MAX_DEPTH || this.elements > MAX_ELEMENTS) throw new BerError('too deep or too many elements');
    const tag = this.octet(start, end);
    if ((tag & 0x1f) === 0x1f) throw new BerError('multi-octet tags are not used in CMS');
    const length = this.length(start + 1, end);
    const constructed = (tag & CONSTRUCTED) !== 0;
    if (length.value === undefined && !constructed) throw new BerError('a primitive element of indefinite length');
    const contentEnd = length.value === undefined ? end : length.next + length.value;
    if (contentEnd > end) {
      throw contentEnd > this.bytes.length
        ? new BerError('an element reaches past the end', 'truncated')
        : new BerError('an element reaches past its parent');
    }
    if (!constructed) {
      return {
        element: {
          tag,
          raw: this.bytes.subarray(start, contentEnd),
          content: this.bytes.subarray(length.next, contentEnd),
          children: [],
        },
        next: contentEnd,
      };
    }
    const { children, next, contentStop } = this.children(length.next, contentEnd, length.value === undefined, depth);
    return {
      element: {
        tag,
        raw: this.bytes.subarray(start, next),
        content: this.bytes.subarray(length.next, contentStop),
        children,
      },
      next,
    };
  }

  private children(
    start: number,
    end: number,
    indefinite: boolean,
    depth: number,
  ): { children: BerElement[]; next: number; contentStop: number } {
    const children: BerElement[] = [];
    let position = start;
    while (position < end) {
      if (indefinite && this.bytes[position] === 0 && this.bytes[position + 1] === 0) {
        return { children, next: position + 2, contentStop: position };
      }
      const read = this.element(position, end, depth + 1);
      children.push(read.element);
      position = read.next;
    }
    if (indefinite) {
      const kind = position >= this.bytes.length ? 'truncated' : 'malformed';
      throw new BerError('the end of an element of indefinite length is missing', kind);
    }
    return { children, next: position, contentStop: position };
  }

  /** `value` undefined = indefinite. */
  private length(start: number, end: number): { value: number | undefined; next: number } {
    const first = this.octet(start, end);
    if (first < 0x80) return { value: first, next: start + 1 };
    const digits = first & 0x7f;
    if (digits === 0) return { value: undefined, next: start + 1 };
    if (digits > 6) throw new BerError('a length of more than six octets');
    let value = 0;
    for (let index = 0; index < digits; index += 1) value = value * 256 + this.octet(start + 1 + index, end);
    return { value, next: start + 1 + digits };
  }

  private octet(position: number, end: number): number {
    const octet = position < end ? this.bytes[position] : undefined;
    if (octet === undefined) {
      throw new BerError(
        'it ends in the middle of an element',
        position >= this.bytes.length ? 'truncated' : 'malformed',
      );
    }
    return octet;
  }
}
