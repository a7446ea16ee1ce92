import { Optional, OptionalPart } from './message-shape.js';
import { PostalAddressPart } from './postal-address.part.js';
import { booleanRule, oneOfRule } from './value-rules.js';

/** How the letter is printed when it is. */
export class PrintPart {
  @Optional(oneOfRule(['black-and-white', 'colour']))
  colour?: 'black-and-white' | 'colour';

  @Optional(oneOfRule(['A', 'B']))
  postage?: 'A' | 'B';

  @Optional(booleanRule())
  duplex?: boolean;

  @Optional(oneOfRule(['return', 'shred']))
  undeliverable?: 'return' | 'shred';

  @OptionalPart(PostalAddressPart)
  returnAddress?: PostalAddressPart;

  @OptionalPart(PostalAddressPart)
  address?: PostalAddressPart;
}
