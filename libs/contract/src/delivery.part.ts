import { Optional, Together } from './message-shape.js';
import { textRule, wholeDaysRule } from './text-rules.js';
import { booleanRule, textListRule } from './value-rules.js';

/** What the sender wishes of the delivery. Which channels exist is the gateway's configuration, checked apart. */
@Together({
  not: {
    properties: { digitalOnly: { const: true }, forceChannel: { const: 'print' } },
    required: ['digitalOnly', 'forceChannel'],
  },
})
export class DeliveryPart {
  @Optional(textListRule(textRule({ max: 50 }), { minItems: 1, maxItems: 20, unique: true }))
  channels?: string[];

  @Optional(textRule({ max: 50 }))
  forceChannel?: string;

  @Optional(booleanRule())
  digitalOnly?: boolean;

  /** Working days, `P2D`. */
  @Optional(wholeDaysRule())
  readDeadline?: string;
}
