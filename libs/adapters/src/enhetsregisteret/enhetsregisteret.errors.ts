import { defect, transient, type Failure } from '#domain/failure.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { codeUnknown, fieldMissing, type LookUpFailureTable } from '#platform/look-up-failures.js';

/** Of the bodies of 410 and 400. */
const OWN_FIELDS = ['organisasjonsnummer', 'feilmelding'] as const;

/** Registers reference 4.2. 404 and 410 are answers and not failures; the client handles them. */
export const ENHETSREGISTERET_FAILURES: LookUpFailureTable = {
  prefix: 'ENHETSREGISTERET',
  provider: 'Enhetsregisteret',
  statuses: {
    400: { kind: 'defect', code: 'BAD_REQUEST', text: 'refused the organisation number' },
    406: { kind: 'defect', code: 'NOT_ACCEPTABLE', text: 'does not answer in version 2 of its format any more' },
  },
  isInOwnWords: ({ body }) => {
    const error = parseJson(body);
    return isJsonObject(error) && OWN_FIELDS.some((field) => typeof error[field] === 'string');
  },
};

export function unitIncomplete(field: string): Failure {
  return fieldMissing(ENHETSREGISTERET_FAILURES, field);
}

export function unitCodeUnknown(field: string): Failure {
  return codeUnknown(ENHETSREGISTERET_FAILURES, field);
}

export function anotherUnit(): Failure {
  return defect(
    'ENHETSREGISTERET_OTHER_ORGANISATION',
    'Enhetsregisteret answered about another organisation than the one asked for; report it to Brønnøysundregistrene',
  );
}

/** Something says that it has no such organisation, and it is not the register. */
export function registerNotThere(): Failure {
  return transient(
    'ENHETSREGISTERET_NOT_THERE',
    'What answers in the place of Enhetsregisteret is not it; the call is repeated, check ENHETSREGISTERET_BASE_URL when it lasts',
  );
}
