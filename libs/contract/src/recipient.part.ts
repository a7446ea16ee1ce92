import { Optional, OptionalPart, Together } from './message-shape.js';
import { PostalAddressPart } from './postal-address.part.js';
import { organisationNumberRule, personIdentifierRule } from './text-rules.js';

/** A person, an organisation or a postal address alone; an address may stand beside an identifier. */
@Together({
  anyOf: [{ required: ['personIdentifier'] }, { required: ['organisationNumber'] }, { required: ['postalAddress'] }],
  not: { required: ['personIdentifier', 'organisationNumber'] },
})
export class RecipientPart {
  @Optional(personIdentifierRule())
  personIdentifier?: string;

  @Optional(organisationNumberRule())
  organisationNumber?: string;

  @OptionalPart(PostalAddressPart)
  postalAddress?: PostalAddressPart;
}
