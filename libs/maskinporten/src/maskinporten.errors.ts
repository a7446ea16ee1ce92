import { defect, transient, type Failure } from '#domain/failure.js';
import type { HttpResponse } from '#platform/http.client.js';
import {
  fromRule,
  statusFailure,
  type LookUpFailureRule,
  type LookUpFailureTable,
} from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

/**
 * What Maskinporten's refusals mean. Source: registers reference 3.1 and maskinporten_feilsoking, which writes the code
 * into `error_description`: "… (MP-100)". Everything an operator must mend is a defect, retried slowly. A code that is
 * not in the table is named in the text, so that an operator can look it up; the rest of the description is not, since
 * nothing promises that it repeats no claim of the grant.
 */
export const MASKINPORTEN_FAILURES: LookUpFailureTable = {
  prefix: 'MASKINPORTEN',
  provider: 'Maskinporten',
  statuses: {},
  // RFC 6749 5.2.
  isInOwnWords: ({ body }) => {
    const error = parseJson(body);
    return isJsonObject(error) && typeof error['error'] === 'string';
  },
};

const rule = (kind: LookUpFailureRule['kind'], code: string, text: string): LookUpFailureRule => ({ kind, code, text });

const BY_MP_CODE: Readonly<Record<string, LookUpFailureRule>> = {
  'MP-011': rule('defect', 'INVALID_REQUEST', 'could not read the request (MP-011)'),
  // Every try makes a new jti, so the next one is not a repeat.
  'MP-012': rule('transient', 'GRANT_REUSED', 'has seen this grant before (MP-012); a new one is made'),
  'MP-100': rule(
    'defect',
    'CLIENT_UNKNOWN',
    'does not know the client (MP-100); check MASKINPORTEN_CLIENT_ID and MASKINPORTEN_SIGNER_CLIENT_IDS, and the key ids',
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
  'MP-121': rule(
    'defect',
    'KEY_EXPIRED',
    'says that the registered key has expired (MP-121); keys live one year: register the next and name it in MASKINPORTEN_KEY_ID or MASKINPORTEN_SIGNER_KEY_IDS',
  ),
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
  'MP-303': rule(
    'defect',
    'AUTHORIZATION_DETAILS',
    'finds no system user in Altinn for this client and organisation (MP-303)',
  ),
};

/** For error answers whose MP code is missing or new (RFC 6749 5.2, RFC 8707 2, RFC 9396 5). */
const BY_OAUTH_ERROR: Readonly<Record<string, LookUpFailureRule>> = {
  invalid_grant: rule('defect', 'GRANT_REFUSED', 'refused the grant'),
  invalid_request: rule('defect', 'INVALID_REQUEST', 'could not read the request'),
  unsupported_grant_type: rule('defect', 'INVALID_REQUEST', 'does not know the grant type'),
  invalid_scope: rule('defect', 'SCOPE_UNKNOWN', 'refused the scope'),
  invalid_target: rule('defect', 'RESOURCE_REFUSED', 'refused the resource that the token should be restricted to'),
  invalid_client: rule('defect', 'CLIENT_UNKNOWN', 'refused the client'),
  unauthorized_client: rule('defect', 'CLIENT_UNKNOWN', 'refused the client'),
  invalid_authorization_details: rule('defect', 'AUTHORIZATION_DETAILS', 'refused the authorization details'),
  invalid_altinn_customer_configuration: rule(
    'defect',
    'AUTHORIZATION_DETAILS',
    'finds no system user in Altinn for this client and organisation',
  ),
  temporarily_unavailable: rule('transient', 'UNAVAILABLE', 'is not available for now; the call is repeated'),
  server_error: rule('transient', 'UNAVAILABLE', 'failed; the call is repeated'),
};

const MP_CODE = /\bMP-\d{1,5}\b/;
/** Maskinporten takes grants whose `iat` is within ten seconds of its clock (maskinporten_protocol_jwtgrant). */
const CLOCK_TOLERANCE_SECONDS = 10;

/** By our clock: when the grant was made and when the answer was there. */
export interface Asked {
  readonly at: Date;
  readonly answeredAt: Date;
}

/** Pure: what an error answer of the token endpoint means. */
export function toMaskinportenFailure(response: HttpResponse, asked: Asked): Failure {
  const now = asked.answeredAt;
  const body = parseJson(response.body);
  const isRefusal = response.status >= 400 && response.status < 500 && response.status !== 429;
  if (!isRefusal || !isJsonObject(body)) return statusFailure(MASKINPORTEN_FAILURES, response, now);
  const mpCode = MP_CODE.exec(textOf(body['error_description']))?.[0];
  const known = mpCode === undefined ? undefined : BY_MP_CODE[mpCode];
  if (known?.code === 'GRANT_EXPIRED') return clockFailure(response, asked) ?? fromRule(MASKINPORTEN_FAILURES, known);
  if (known !== undefined) return fromRule(MASKINPORTEN_FAILURES, known);
  const error = textOf(body['error']);
  const byError = Object.hasOwn(BY_OAUTH_ERROR, error) ? BY_OAUTH_ERROR[error] : undefined;
  const failure =
    byError === undefined
      ? statusFailure(MASKINPORTEN_FAILURES, response, now)
      : (timeFailure(body, response, asked) ?? fromRule(MASKINPORTEN_FAILURES, byError));
  return mpCode === undefined ? failure : { ...failure, text: `${failure.text}; its code is ${mpCode}` };
}

/** A grant refused for its time under another code, or under none. */
function timeFailure(
  body: Readonly<Record<string, unknown>>,
  response: HttpResponse,
  asked: Asked,
): Failure | undefined {
  const isAboutTime = /\b(?:iat|exp|expired)\b/i.test(textOf(body['error_description']));
  if (!isAboutTime || body['error'] !== 'invalid_grant') return undefined;
  return (
    clockFailure(response, asked) ??
    transient(
      'MASKINPORTEN_GRANT_EXPIRED',
      'Maskinporten says that the grant has expired or is not valid yet; check the clock when this goes on',
    )
  );
}

/**
 * The provider's `Date` tells whose clock is wrong. One that is off gets no token however often it asks, so it is a
 * defect; a grant that was merely late is made anew.
 */
function clockFailure(response: HttpResponse, asked: Asked): Failure | undefined {
  const theirs = Date.parse(response.headers['date'] ?? '');
  if (Number.isNaN(theirs)) return undefined;
  // What the call itself took is nobody's clock.
  const ahead = Math.max(asked.at.getTime() - theirs, 0) + Math.min(asked.answeredAt.getTime() - theirs, 0);
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  if (seconds < CLOCK_TOLERANCE_SECONDS) return undefined;
  const by = `${String(seconds)} s ${ahead > 0 ? 'ahead of' : 'behind'}`;
  return defect(
    'MASKINPORTEN_CLOCK_OFF',
    `Maskinporten refused the grant for its time: our clock is ${by} Maskinporten's; set the clock right`,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
