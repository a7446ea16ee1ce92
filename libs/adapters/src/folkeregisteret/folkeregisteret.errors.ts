import { defect, type Failure } from '#domain/failure.js';
import type { HttpResponse } from '#platform/http.client.js';
import { fieldMissing, statusFailure, type LookUpFailureTable } from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

/** Registers reference 4.1. The status says what to do; the body's `kode` (FREG-001 …) is told along for their support. */
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
  isInOwnWords: (refusal) => codeIn(refusal) !== undefined,
};

/** A number of at least this many is milliseconds: nobody asks for a quarter of an hour for too many calls a minute. */
const SURELY_MILLISECONDS = 1_000;

/**
 * What an answer other than success means. Its documentation counts `Retry-After` in milliseconds, RFC 9110 and what may
 * stand in front of it in seconds; both are read.
 */
export function callFailure(response: HttpResponse, now: Date): Failure {
  const wait = response.headers['retry-after']?.trim() ?? '';
  const isMilliseconds = /^\d{1,9}$/.test(wait) && Number(wait) >= SURELY_MILLISECONDS;
  const headers = isMilliseconds
    ? { ...response.headers, 'retry-after': String(Math.ceil(Number(wait) / 1_000)) }
    : response.headers;
  const failure = statusFailure(FOLKEREGISTERET_FAILURES, { ...response, headers }, now);
  const code = codeIn(response);
  return code !== undefined && /^FREG-\d{1,4}$/.test(code)
    ? { ...failure, text: `${failure.text} (${code})` }
    : failure;
}

/** `kode` of the error body, FREG-001 …; what else it may be is not documented. */
function codeIn({ body }: HttpResponse): string | undefined {
  const error = parseJson(body);
  const code = isJsonObject(error) ? error['kode'] : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The named part of one person's document cannot be read. */
export function personUnreadable(part: string): Failure {
  return defect(
    'FOLKEREGISTERET_PERSON_UNREADABLE',
    `Folkeregisteret answered for a person with ${part} in a shape that its documentation does not have; report it to Skatteetaten`,
  );
}

export function personIncomplete(part: string): Failure {
  return fieldMissing(FOLKEREGISTERET_FAILURES, `folkeregisterperson.${part}`);
}

export function personAmbiguous(): Failure {
  return defect(
    'FOLKEREGISTERET_PERSON_AMBIGUOUS',
    'Folkeregisteret answered twice for a person, and not the same; report it to Skatteetaten when it lasts',
  );
}

export function personLeftOut(): Failure {
  return defect(
    'FOLKEREGISTERET_PERSON_LEFT_OUT',
    'Folkeregisteret left out a person that it was asked for, and did not say that there is none; report it to Skatteetaten',
  );
}

export function identifierLoop(): Failure {
  return defect(
    'FOLKEREGISTERET_IDENTIFIER_LOOP',
    'The identifiers of a person lead to each other without one that is in use; ask Skatteetaten which one is',
  );
}
