import { defect, type Failure } from '#domain/failure.js';
import type { HttpResponse } from '#platform/http.client.js';
import {
  fromRule,
  statusFailure,
  type LookUpFailureRule,
  type LookUpFailureTable,
} from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

/** Source: registers reference 3.1 (maskinporten_feilsoking). Everything an operator must mend is a defect, retried slowly. */
export const MASKINPORTEN_FAILURES: LookUpFailureTable = {
  prefix: 'MASKINPORTEN',
  provider: 'Maskinporten',
  statuses: {},
};

const rule = (kind: LookUpFailureRule['kind'], code: string, text: string): LookUpFailureRule => ({ kind, code, text });

const BY_MP_CODE: Readonly<Record<string, LookUpFailureRule>> = {
  'MP-011': rule('defect', 'INVALID_REQUEST', 'could not read the request (MP-011)'),
  // Every try makes a new jti, so the next one is not a repeat.
  'MP-012': rule('transient', 'GRANT_REUSED', 'has seen this grant before (MP-012); a new one is made'),
  'MP-100': rule(
    'defect',
    'CLIENT_UNKNOWN',
    'does not know the client (MP-100); check MASKINPORTEN_CLIENT_ID and MASKINPORTEN_SIGNER_CLIENT_IDS',
  ),
  'MP-110': rule(
    'defect',
    'WRONG_AUDIENCE',
    'refused the audience (MP-110); MASKINPORTEN_ISSUER must be the issuer with its slash',
  ),
  'MP-120': rule(
    'defect',
    'CERTIFICATE_REFUSED',
    'refused the certificate (MP-120); test takes only test certificates, production only real ones',
  ),
  'MP-121': rule('defect', 'KEY_EXPIRED', 'says that the registered key has expired (MP-121); keys live one year'),
  'MP-122': rule(
    'defect',
    'CERTIFICATE_OF_ANOTHER',
    'says that certificate and client belong to different organisations (MP-122)',
  ),
  'MP-123': rule('defect', 'X5C_MALFORMED', 'could not read the certificate chain (MP-123)'),
  'MP-124': rule(
    'defect',
    'SIGNATURE_REFUSED',
    'refused the signature (MP-124); certificate and key do not belong together',
  ),
  // A clock that has just been set right gives this once.
  'MP-130': rule(
    'transient',
    'GRANT_EXPIRED',
    'says that the grant has expired (MP-130); check the clock when this goes on',
  ),
  'MP-200': rule('defect', 'SCOPE_UNKNOWN', 'does not know the scope (MP-200)'),
  'MP-201': rule('defect', 'SCOPE_NOT_GRANTED', 'has not granted the scope to the client (MP-201)'),
  'MP-250': rule('defect', 'CONSUMER_LACKS_SCOPE', 'has not granted the scope to the public body (MP-250)'),
  'MP-251': rule(
    'defect',
    'NOT_DELEGATED',
    'knows no delegation from the public body (MP-251); it delegates the scope in Altinn',
  ),
  'MP-301': rule('defect', 'AUTHORIZATION_DETAILS', 'refused the authorization details (MP-301)'),
  'MP-302': rule('defect', 'AUTHORIZATION_DETAILS', 'refused the authorization details (MP-302)'),
  'MP-303': rule('defect', 'AUTHORIZATION_DETAILS', 'refused the authorization details (MP-303)'),
};

/** For error answers without an MP code. */
const BY_OAUTH_ERROR: Readonly<Record<string, LookUpFailureRule>> = {
  invalid_grant: rule('defect', 'GRANT_REFUSED', 'refused the grant'),
  invalid_request: rule('defect', 'INVALID_REQUEST', 'could not read the request'),
  invalid_scope: rule('defect', 'SCOPE_UNKNOWN', 'refused the scope'),
  invalid_client: rule('defect', 'CLIENT_UNKNOWN', 'refused the client'),
  unauthorized_client: rule('defect', 'CLIENT_UNKNOWN', 'refused the client'),
};

/** Pure: what an error answer of the token endpoint means. */
export function toMaskinportenFailure(response: HttpResponse, now: Date): Failure {
  const body = parseJson(response.body);
  if (response.status >= 400 && response.status < 500 && response.status !== 429 && isJsonObject(body)) {
    const mpCode = /MP-\d{3}/.exec(typeof body['error_description'] === 'string' ? body['error_description'] : '')?.[0];
    const found = BY_MP_CODE[mpCode ?? ''] ?? BY_OAUTH_ERROR[typeof body['error'] === 'string' ? body['error'] : ''];
    if (found !== undefined) return fromRule(MASKINPORTEN_FAILURES, found);
  }
  return statusFailure(MASKINPORTEN_FAILURES, response, now);
}

/** The gateway has no certificate or no client for who should sign. */
export function noIdentity(organisationNumber: string, missing: 'certificate' | 'client'): Failure {
  const remedy =
    missing === 'certificate'
      ? `put ${organisationNumber}.cert.pem and ${organisationNumber}.key.pem in CERTIFICATES_DIR`
      : `name its client in MASKINPORTEN_SIGNER_CLIENT_IDS`;
  return defect(
    missing === 'certificate' ? 'MASKINPORTEN_NO_CERTIFICATE' : 'MASKINPORTEN_NO_CLIENT',
    `Organisation ${organisationNumber} has no ${missing} to get a token with; ${remedy}`,
  );
}
