import type { HttpResponse } from '#platform/http.client.js';
import type { LookUpFailureTable } from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

/**
 * Registers reference 2. Error bodies are not documented, so the status says what to do, and a body only whether it is
 * KRR's: `error` with `error_description`, as Digdir's services write them. A token that is refused is also told by the
 * `WWW-Authenticate` header alone (RFC 6750 3). 429 and 5xx are common to all registers.
 */
export const KRR_FAILURES: LookUpFailureTable = {
  prefix: 'KRR',
  provider: 'Kontakt- og reservasjonsregisteret',
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
      text: 'has not granted the scopes; apply for them at Digdir and check KRR_SCOPES',
    },
    404: { kind: 'defect', code: 'NOT_FOUND', text: 'is not at this address; check KRR_BASE_URL' },
  },
  isInOwnWords: ({ headers, body }: HttpResponse) => {
    const error = parseJson(body);
    return (
      /^Bearer\b.*\berror=/i.test(headers['www-authenticate'] ?? '') ||
      (isJsonObject(error) && typeof error['error'] === 'string' && typeof error['error_description'] === 'string')
    );
  },
};
