import { defect, type Failure } from '#domain/failure.js';
import { codeUnknown, fieldMissing, type LookUpFailureTable } from '#platform/look-up-failures.js';

/** Registers reference 4.2. 404 and 410 are answers and not failures; the client handles them. */
export const ENHETSREGISTERET_FAILURES: LookUpFailureTable = {
  prefix: 'ENHETSREGISTERET',
  provider: 'Enhetsregisteret',
  statuses: {
    400: { kind: 'defect', code: 'BAD_REQUEST', text: 'refused the organisation number' },
    406: { kind: 'defect', code: 'NOT_ACCEPTABLE', text: 'does not answer in version 2 of its format any more' },
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
