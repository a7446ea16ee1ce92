import type { LookUpFailureTable } from '#platform/look-up-failures.js';

/** Registers reference 4.1. The body's `kode` (FREG-001 …) adds nothing that the status does not say. */
export const FOLKEREGISTERET_FAILURES: LookUpFailureTable = {
  prefix: 'FOLKEREGISTERET',
  provider: 'Folkeregisteret',
  statuses: {
    400: {
      kind: 'defect',
      code: 'BAD_REQUEST',
      text: 'refused the list of persons (1 to 1000 identifiers of eleven digits)',
    },
    401: { kind: 'transient', code: 'TOKEN_REFUSED', text: 'refused a new access token; the call is repeated' },
    403: {
      kind: 'defect',
      code: 'NO_ACCESS',
      text: 'has not granted the rights package; check FOLKEREGISTERET_SCOPE and FOLKEREGISTERET_RIGHTS_PACKAGE',
    },
    404: { kind: 'defect', code: 'NOT_FOUND', text: 'is not at this address; check FOLKEREGISTERET_BASE_URL' },
    406: { kind: 'defect', code: 'NOT_ACCEPTABLE', text: 'does not answer in JSON' },
  },
};
