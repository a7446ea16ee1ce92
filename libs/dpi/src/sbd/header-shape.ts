import { A_TEXT, ORGANISATION } from './common-shapes.js';
import { aDateTime, aList, anObject, aUuid, oneOf, type Shape } from './json-shape.js';
import type { SbdType } from './sbd-type.js';

const PARTY = aList(anObject({ required: { identifier: ORGANISATION }, others: 'closed' }), { min: 1, max: 1 });

/** The schema takes any number of scopes and needs nothing in them; without its one ConversationId a message is lost. */
const SCOPE = anObject({
  required: { type: oneOf('ConversationId'), instanceIdentifier: aUuid, identifier: A_TEXT },
  optional: {
    scopeInformation: aList(anObject({ optional: { expectedResponseDateTime: aDateTime }, others: 'closed' }), {
      max: 10,
    }),
  },
  others: 'closed',
});

/** `schemas/common/sbdh`, for a message of the type that its body has. */
export function headerShape(type: SbdType): Shape {
  return anObject({
    required: {
      headerVersion: oneOf('1.0'),
      sender: PARTY,
      receiver: PARTY,
      documentIdentification: anObject({
        required: {
          standard: A_TEXT,
          typeVersion: oneOf('1.0'),
          instanceIdentifier: aUuid,
          type: oneOf(type),
          creationDateAndTime: aDateTime,
        },
        others: 'closed',
      }),
      businessScope: anObject({ required: { scope: aList(SCOPE, { min: 1, max: 1 }) }, others: 'closed' }),
    },
    others: 'closed',
  });
}
