import type { DepositOrder, DepositTarget } from '#channels/deposit-order.js';
import { unreachable, type Failure } from '#domain/failure.js';
import { isPersonIdentifier } from '#domain/identifiers.js';

/** Pure: the recipient as Altinn writes it (registers reference 1.3). */
export function toRecipient(target: DepositTarget): string {
  switch (target.kind) {
    case 'person':
      return `urn:altinn:person:identifier-no:${target.personIdentifier}`;
    case 'organisation':
      return `urn:altinn:organization:identifier-no:${target.organisationNumber}`;
    case 'mailbox':
    case 'postal':
      throw new Error(`Altinn does not address a ${target.kind} target; the capabilities are checked before this.`);
  }
}

/** Pure: Altinn checks the digits of person identifiers by the rule that holds until 2032, and refuses the new ones. */
export function recipientFailure({ target }: DepositOrder): Failure | undefined {
  if (target.kind !== 'person' || isPersonIdentifier(target.personIdentifier)) return undefined;
  return unreachable(
    'ALTINN_RECIPIENT_REFUSED',
    'Altinn does not take person identifiers by the rule of 2032 yet; the next channel is tried.',
  );
}
