import { Optional, OptionalPart, Required } from './message-shape.js';
import { textRule } from './text-rules.js';
import { integerListRule } from './value-rules.js';

const REPEATS = { minItems: 1, maxItems: 10, minimum: 0, maximum: 25 };

/** Days after the letter is available; default 0 and 7. */
export class EmailNotificationPart {
  @Required(textRule({ max: 500, lines: 'several' }))
  text!: string;

  @Optional(integerListRule(REPEATS))
  repeatAfterDays?: number[];
}

/** As the e-mail, in the length of one text message. */
export class SmsNotificationPart {
  @Required(textRule({ max: 160, lines: 'several' }))
  text!: string;

  @Optional(integerListRule(REPEATS))
  repeatAfterDays?: number[];
}

export class NotificationPart {
  @OptionalPart(EmailNotificationPart)
  email?: EmailNotificationPart;

  @OptionalPart(SmsNotificationPart)
  sms?: SmsNotificationPart;
}
