import { headerShape } from './header-shape.js';
import { anObject, isRecord, type Shape, type ShapeProblem } from './json-shape.js';
import { LETTER_SHAPES } from './letter-shapes.js';
import { RECEIPT_SHAPES } from './receipt-shapes.js';
import { SBD_TYPES, type SbdType } from './sbd-type.js';

const BODIES: Readonly<Record<SbdType, Shape>> = { ...LETTER_SHAPES, ...RECEIPT_SHAPES };
const MESSAGES = new Map(SBD_TYPES.map((type) => [type, messageShape(type)]));

function messageShape(type: SbdType): Shape {
  const document = anObject({
    required: { standardBusinessDocumentHeader: headerShape(type), [type]: BODIES[type] },
    others: 'closed',
  });
  return anObject({ required: { standardBusinessDocument: document }, others: 'closed' });
}

/** Everything wrong with a message, as read from JSON; empty when it holds (DPI reference 2). */
export function sbdProblems(value: unknown): readonly ShapeProblem[] {
  const type = sbdTypeOf(value);
  const shape = type === undefined ? undefined : MESSAGES.get(type);
  if (shape === undefined)
    return [{ path: 'standardBusinessDocument', rule: 'must have a header and a body of a known type' }];
  return shape(value, '').map(({ path, rule }) => ({ path: path.replace(/^\./, ''), rule }));
}

/** The type that the body's key says; undefined when there is none that we know. */
export function sbdTypeOf(value: unknown): SbdType | undefined {
  const document = isRecord(value) ? value['standardBusinessDocument'] : undefined;
  return isRecord(document) ? SBD_TYPES.find((type) => Object.hasOwn(document, type)) : undefined;
}
