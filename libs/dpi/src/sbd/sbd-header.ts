import { toIso6523 } from '#domain/identifiers.js';
import type { OrganisationIdentifier, SbdHeader } from './sbd.js';

export type DpiProcess = 'digital' | 'utskrift';

/** What a header is made of; both parties as nine digits. */
export interface HeaderFacts {
  readonly messageId: string;
  readonly conversationId: string;
  readonly type: string;
  readonly process: DpiProcess;
  /** Who signs the message. */
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  /** expectedResponseDateTime, the message's time to live. */
  readonly answerBefore?: Date;
}

export function sbdHeader(facts: HeaderFacts): SbdHeader {
  return {
    headerVersion: '1.0',
    sender: [{ identifier: organisationIdentifier(facts.from) }],
    receiver: [{ identifier: organisationIdentifier(facts.to) }],
    documentIdentification: {
      standard: `urn:fdc:digdir.no:2020:innbyggerpost:xsd::innbyggerpost##urn:fdc:digdir.no:2020:innbyggerpost:schema:${facts.type}::1.0`,
      typeVersion: '1.0',
      instanceIdentifier: facts.messageId,
      type: facts.type,
      creationDateAndTime: facts.at.toISOString(),
    },
    businessScope: {
      scope: [
        {
          type: 'ConversationId',
          instanceIdentifier: facts.conversationId,
          identifier: `urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:${facts.process}:ver1.0`,
          scopeInformation:
            facts.answerBefore === undefined ? [] : [{ expectedResponseDateTime: facts.answerBefore.toISOString() }],
        },
      ],
    },
  };
}

export function organisationIdentifier(organisationNumber: string): OrganisationIdentifier {
  return { authority: 'iso6523-actorid-upis', value: toIso6523(organisationNumber) };
}
