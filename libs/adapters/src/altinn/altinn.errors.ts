import {
  ambiguous,
  defect,
  permanent,
  throttled,
  transient,
  unreachable,
  type Blame,
  type Failure,
} from '#domain/failure.js';
import type { HttpResponse } from '#platform/http.client.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { retryAt } from '#platform/retry-after.js';
import { TransportError } from '#platform/transport-error.js';

/**
 * What Altinn's error codes mean for a letter (registers reference 1.8). `handsOver` is the one question beside the
 * code: only the call that makes the correspondence can leave a letter behind, so only its lost answers are
 * ambiguous; everything before it may be repeated freely.
 *
 * Codes that say that *this recipient* cannot be served (reserved, unknown, nobody with the role) are unreachable and
 * lead to the next channel. What the configuration or the agreement lacks is a defect: the letters wait, since a
 * mistake of ours must not turn a day's letters into paper.
 */
export type AltinnStep = 'prepares' | 'handsOver';

type Rule =
  | { readonly kind: 'transient' | 'unreachable' | 'defect'; readonly code: string; readonly text: string }
  | { readonly kind: 'permanent'; readonly code: string; readonly text: string; readonly blame: Blame };

const sender = (code: string, text: string): Rule => ({ kind: 'permanent', code, text, blame: 'sender' });
const gateway = (code: string, text: string): Rule => ({ kind: 'permanent', code, text, blame: 'gateway' });
const nobody = (code: string, text: string): Rule => ({ kind: 'unreachable', code, text });
const set = (code: string, text: string): Rule => ({ kind: 'defect', code, text });
const later = (code: string, text: string): Rule => ({ kind: 'transient', code, text });

/** By `errorCode`. Those not named are permanent and the gateway's fault: it made a request that Altinn refuses. */
export const ALTINN_ERRORS: Readonly<Record<number, Rule>> = {
  1002: sender(
    'ALTINN_TITLE_NOT_PLAIN',
    'Altinn takes titles without HTML and Markdown only; write the title as plain text.',
  ),
  1003: gateway('ALTINN_BODY_REFUSED', 'Altinn refused the message body as Markdown.'),
  1020: sender('ALTINN_TITLE_REFUSED', 'Altinn refused the title; it must be 1-255 characters of plain text.'),
  1029: nobody('ALTINN_RECIPIENT_UNKNOWN', 'Altinn does not know this recipient; the next channel is tried.'),
  1030: nobody('ALTINN_RESERVED', 'The recipient is reserved against digital letters; the next channel is tried.'),
  1032: later('ALTINN_KRR_DOWN', 'Altinn could not ask the contact register; the deposit is repeated.'),
  1036: set('ALTINN_RESOURCE_UNKNOWN', 'Altinn does not know the resource; check ALTINN_RESOURCE_ID.'),
  1037: sender('ALTINN_TITLE_REFUSED', 'Altinn refused the title; it must be 1-255 characters of plain text.'),
  1044: nobody('ALTINN_NO_ROLE', 'Nobody holds a role that may read this letter in Altinn; the next channel is tried.'),
  2000: later('ALTINN_REGISTRY_DOWN', 'Altinn could not read its resource registry; the deposit is repeated.'),
  2002: later('ALTINN_UPLOAD_FAILED', 'Altinn could not store an attachment; the deposit is repeated.'),
  2004: sender(
    'ALTINN_ATTACHMENT_SIZE',
    'Altinn refused the size of a document; it must have content and at most 2 GB.',
  ),
  2008: later('ALTINN_CHECKSUM', 'An attachment was damaged on its way to Altinn; the deposit is repeated.'),
  2013: sender('ALTINN_FILE_TYPE', 'Altinn does not take this file type; send PDF, or name another channel.'),
  2014: set('ALTINN_NO_AGREEMENT', 'The service owner has no agreement with Altinn in this environment.'),
  2022: later('ALTINN_UPLOAD_TOO_SLOW', 'Altinn gave up waiting for an attachment; the deposit is repeated.'),
  4001: set('ALTINN_NO_ACCESS', 'Altinn refuses access to the resource; check its policy and the scopes.'),
  4004: set('ALTINN_NO_ACCESS', 'Altinn refuses access; check the policy of the resource and the scopes.'),
  4005: set('ALTINN_NO_ACCESS', 'Altinn refuses access; check the policy of the resource and the scopes.'),
  4006: set('ALTINN_CALLER_UNKNOWN', 'Altinn does not know the caller; check the Maskinporten client.'),
  4007: set(
    'ALTINN_CALLER_UNKNOWN',
    'Altinn does not know the organisation of the caller; check the Maskinporten client.',
  ),
  4010: set('ALTINN_RESOURCE_TYPE', 'The resource is not of type CorrespondenceService; check ALTINN_RESOURCE_ID.'),
};

/** By status, for answers without a known code (a proxy, an API gateway). */
const ALTINN_STATUSES: Readonly<Record<number, Rule>> = {
  401: set('ALTINN_TOKEN_REFUSED', 'Altinn refuses the token; check the scopes and the system clock.'),
  403: set('ALTINN_NO_ACCESS', 'Altinn refuses access; check the scopes and the policy of the resource.'),
  404: gateway('ALTINN_NOT_FOUND', 'Altinn does not have what the gateway asked for.'),
  408: later('ALTINN_TIMEOUT', 'Altinn gave up waiting for the request; it is repeated.'),
};

/** Statuses after which the request may have been carried out nevertheless. */
const MAYBE_DONE: ReadonlySet<number> = new Set([408, 499, 502, 503, 504]);

/** `errorCode` of a problem answer; undefined when there is none. */
export function altinnErrorCode(response: HttpResponse): number | undefined {
  const body = parseJson(response.body);
  if (!isJsonObject(body)) return undefined;
  return typeof body['errorCode'] === 'number' ? body['errorCode'] : undefined;
}

/** Pure: what an answer other than success means. Never quotes the body, which may repeat an identifier. */
export function toAltinnFailure(response: HttpResponse, step: AltinnStep, now: Date): Failure {
  const { status } = response;
  if (status === 429)
    return throttled(
      'ALTINN_THROTTLED',
      'Altinn asks for fewer calls; the deposit waits.',
      retryAt(response.headers, now),
    );
  const code = altinnErrorCode(response);
  const byCode = code === undefined ? undefined : ALTINN_ERRORS[code];
  if (byCode !== undefined) return fromRule(byCode);
  if (status >= 500 || MAYBE_DONE.has(status)) return lost(step, `Altinn answered ${String(status)}`);
  const byStatus = ALTINN_STATUSES[status];
  if (byStatus !== undefined) return fromRule(byStatus);
  const named = code === undefined ? `status ${String(status)}` : `error ${String(code)}`;
  return permanent(
    'ALTINN_REFUSED',
    `Altinn refused the request (${named}); look it up in the adapter's README.`,
    'gateway',
  );
}

/** Rethrows what is not a TransportError: that is a defect of ours. */
export function toAltinnTransportFailure(error: unknown, step: AltinnStep): Failure {
  if (!(error instanceof TransportError)) throw error;
  if (error.sent === 'no')
    return transient('ALTINN_UNREACHABLE', `Altinn cannot be reached (${error.code}); the deposit is repeated.`, error);
  return lost(step, `Altinn gave no answer (${error.code})`, error);
}

/** A success whose body is not what the documentation says. */
export function unreadableAnswer(step: AltinnStep): Failure {
  return step === 'handsOver'
    ? ambiguous(
        'ALTINN_UNREADABLE_ANSWER',
        'Altinn took the letter in an answer that cannot be read; its status is asked for.',
      )
    : transient(
        'ALTINN_UNREADABLE_ANSWER',
        'Altinn answered in a shape that its documentation does not have; the call is repeated.',
      );
}

/** The status of an attachment that the malware scan has refused. */
export function attachmentRefused(): Failure {
  return permanent(
    'ALTINN_ATTACHMENT_REFUSED',
    'Altinn refused a document after scanning it; check it for malware.',
    'sender',
  );
}

function lost(step: AltinnStep, what: string, cause?: unknown): Failure {
  return step === 'handsOver'
    ? ambiguous('ALTINN_ANSWER_LOST', `${what} to the deposit; whether it has the letter is asked for.`, cause)
    : transient('ALTINN_UNAVAILABLE', `${what}; nothing was handed over, so the deposit is repeated.`, cause);
}

function fromRule(rule: Rule): Failure {
  switch (rule.kind) {
    case 'transient':
      return transient(rule.code, rule.text);
    case 'unreachable':
      return unreachable(rule.code, rule.text);
    case 'defect':
      return defect(rule.code, rule.text);
    case 'permanent':
      return permanent(rule.code, rule.text, rule.blame);
  }
}
