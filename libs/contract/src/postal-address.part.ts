import { Optional, Required, Together } from './message-shape.js';
import { textRule } from './text-rules.js';
import { oneOfRule, textListRule } from './value-rules.js';
import { COUNTRY_CODES } from './country-codes.js';

/** `postalAddress` of contract 4. Norwegian when countryCode is absent or NO: then postalCode and city are required. */
@Together({
  if: { not: { properties: { countryCode: { not: { const: 'NO' } } }, required: ['countryCode'] } },
  then: { properties: { postalCode: { pattern: '^\\d{4}$' } }, required: ['postalCode', 'city'] },
})
export class PostalAddressPart {
  @Required(textRule({ max: 175 }))
  name!: string;

  @Required(textListRule(textRule({ max: 100 }), { minItems: 1, maxItems: 4 }))
  lines!: string[];

  @Optional(textRule({ max: 20 }))
  postalCode?: string;

  @Optional(textRule({ max: 100 }))
  city?: string;

  @Optional(oneOfRule(COUNTRY_CODES))
  countryCode?: string;
}
