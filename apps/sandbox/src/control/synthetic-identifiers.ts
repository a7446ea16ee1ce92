import {
  isOrganisationNumber,
  isPersonIdentifier,
  isSyntheticOrganisation,
  isSyntheticPerson,
  personIdentifierProblem,
} from '#domain/identifiers.js';
import { ControlProblem } from './control-problem.js';

/** Stops real and malformed numbers at the door; the number itself is never repeated. */
export function requireSyntheticPerson(personIdentifier: string): void {
  const problem = personIdentifierProblem(personIdentifier, { allow2032: true });
  if (problem === undefined && isSyntheticPerson(personIdentifier)) return;
  const detail =
    problem === undefined
      ? 'Only synthetic persons are kept here: add 80 to the month (Tenor) and compute the check digits anew.'
      : `The person identifier does not hold (${problem}); docs/sandbox-persons.md lists ones that do.`;
  throw new ControlProblem(400, 'Not a synthetic person', detail, { code: problem ?? 'REAL_PERSON_NOT_ALLOWED' });
}

/** A raw register document names others too (parents, guardians): none of them may be real. */
export function requireSyntheticDocument(document: unknown): void {
  if (typeof document === 'object' && document !== null) {
    for (const value of Object.values(document)) requireSyntheticDocument(value);
  } else if (typeof document === 'string' && isPersonIdentifier(document) && !isSyntheticPerson(document)) {
    throw new ControlProblem(
      400,
      'Not a synthetic person',
      'The document has the identifier of a real person in it; only synthetic ones (month + 80) are kept here.',
      { code: 'REAL_PERSON_NOT_ALLOWED' },
    );
  }
}

export function requireSyntheticOrganisation(organisationNumber: string): void {
  if (isOrganisationNumber(organisationNumber) && isSyntheticOrganisation(organisationNumber)) return;
  throw new ControlProblem(
    400,
    'Not a synthetic organisation',
    'Use nine digits with a valid check digit that begin with 2 or 3.',
  );
}
