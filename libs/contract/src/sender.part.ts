import { Optional, Required } from './message-shape.js';
import { organisationNumberRule, textRule } from './text-rules.js';

/** The public body, and who sends for it. */
export class SenderPart {
  @Required(organisationNumberRule())
  organisationNumber!: string;

  @Optional(organisationNumberRule())
  supplier?: string;

  @Optional(textRule({ max: 100 }))
  unit?: string;

  @Optional(textRule({ max: 40 }))
  invoiceReference?: string;
}
