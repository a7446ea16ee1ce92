import { ambiguous, defect, permanent, throttled, transient, unreachable, type Failure } from '#domain/failure.js';
import type { HttpResponse } from '#platform/http.client.js';
import { isHtml } from '#platform/look-up-failures.js';
import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';
import { retryAt } from '#platform/retry-after.js';
import { TransportError } from '#platform/transport-error.js';
import {
  ALTINN_ERRORS,
  ALTINN_STATUSES,
  NOT_LET_THROUGH,
  TITLE_REFUSED,
  type AltinnRule,
} from './altinn-error.table.js';

/**
 * Answers -> Failures. The one question beside the code is whether the call hands the letter over: only the call that
 * makes the correspondence can leave a letter behind, so only its lost answers are ambiguous; everything before it may
 * be repeated freely. A page in HTML is a proxy's or a maintenance notice, whatever its status: nobody has confirmed
 * anything, so it counts as a lost answer and never ends a letter.
 *
 * Only Altinn's own word ends a letter or leads it to another channel: a problem body with a code that we know, or with
 * the fields that its model refuses. A code that is new, a 400 in plain text or in an API gateway's own JSON may be about
 * this letter or about all of them, so the letter waits for somebody to look.
 */
export type AltinnStep = 'prepares' | 'handsOver';

/** Statuses after which the request may have been carried out nevertheless. */
const MAYBE_DONE: ReadonlySet<number> = new Set([408, 499]);
/**
 * Codes of a 5xx that are answered while the request is validated (KRR, the resource registry: registers reference 1.3),
 * so that surely nothing was made. After the others, such as a notice that could not be ordered, the letter may be there.
 */
const NOTHING_MADE: ReadonlySet<number> = new Set([1032, 2000]);
/** `Correspondence.Content.MessageTitle`, `$.recipients[0]`; anything else is not the name of a field. */
const FIELD = /^[\w$.[\]/-]{1,100}$/;
const MOST_FIELDS = 5;

/** `errorCode` of a problem answer; undefined when there is none. */
export function altinnErrorCode(response: HttpResponse): number | undefined {
  const code = problemOf(response)?.['errorCode'];
  return typeof code === 'number' ? code : undefined;
}

/** Whether this error says that the documents must be uploaded again before the deposit is repeated. */
export function isAboutLostAttachments(failure: Failure): boolean {
  return Object.values(ALTINN_ERRORS).some((rule) => 'uploadAnew' in rule && rule.code === failure.code);
}

/** Pure: what an answer other than success means. Never quotes the body, which may repeat an identifier. */
export function toAltinnFailure(response: HttpResponse, step: AltinnStep, now: Date): Failure {
  const { status } = response;
  if (status === 429) {
    return throttled(
      'ALTINN_THROTTLED',
      'Altinn asks for fewer calls; the deposit waits.',
      retryAt(response.headers, now),
    );
  }
  const code = altinnErrorCode(response);
  const byCode = code === undefined ? undefined : ALTINN_ERRORS[code];
  if (code !== undefined && byCode !== undefined) {
    const isSure = step === 'prepares' || status < 500 || NOTHING_MADE.has(code);
    return isSure ? fromRule(byCode, code) : lost(step, `Altinn answered ${String(status)} (error ${String(code)})`);
  }
  if (status >= 500 || MAYBE_DONE.has(status) || isHtml(response))
    return lost(step, `Altinn answered ${String(status)}`);
  // Altinn's conflict is a key that is used, so the letter may be there already.
  if (status === 409 && step === 'handsOver') return lost(step, 'Altinn answered 409');
  if (code !== undefined) return unexplained(status, code);
  const byStatus = ALTINN_STATUSES[status];
  if (byStatus !== undefined) return fromRule(byStatus);
  if (status < 400) return fromRule(NOT_LET_THROUGH);
  const fields = refusedFields(response);
  return fields.length > 0 ? refusedBecauseOf(fields) : unexplained(status);
}

/** What an answer of the token exchange other than 200 means (registers reference 1.1). */
export function toExchangeFailure(response: HttpResponse, now: Date): Failure {
  if ([400, 401, 403, 410].includes(response.status) && !isHtml(response)) {
    return defect(
      'ALTINN_TOKEN_REFUSED',
      `Altinn does not exchange the token of Maskinporten (${String(response.status)}); check ALTINN_SCOPES, the delegation and the system clock.`,
    );
  }
  return toAltinnFailure(response, 'prepares', now);
}

/** Rethrows what is not a TransportError: that is a defect of ours. */
export function toAltinnTransportFailure(error: unknown, step: AltinnStep): Failure {
  if (!(error instanceof TransportError)) throw error;
  if (error.sent === 'no')
    return transient('ALTINN_UNREACHABLE', `Altinn cannot be reached (${error.code}); the deposit is repeated.`, error);
  return lost(step, `Altinn gave no answer (${error.code})`, error);
}

/** The caller's signal has ended, and nothing was sent. */
export function gaveUp(): Failure {
  return transient('ALTINN_ABORTED', 'The call was given up before it was made; it is repeated.');
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

/** STD-00000, the model's attributes: their names without their values. */
function refusedBecauseOf(fields: readonly string[]): Failure {
  const named = fields.slice(0, MOST_FIELDS).join(', ');
  // The number is checked by an older rule than ours; this person or organisation is not to be served here.
  if (fields.every((field) => /(^|\.)recipients(\[|$)/i.test(field))) {
    return unreachable('ALTINN_RECIPIENT_REFUSED', `Altinn refuses the recipient's number (${named}).`);
  }
  if (fields.every((field) => /messagetitle$/i.test(field))) return fromRule(TITLE_REFUSED);
  return permanent(
    'ALTINN_FIELDS_REFUSED',
    `Altinn refused fields of the request (${named}); report it with their names.`,
    'gateway',
  );
}

/** Altinn's model answers 400 alone; others have an `errors` of their own. */
function refusedFields(response: HttpResponse): readonly string[] {
  const errors = response.status === 400 ? problemOf(response)?.['errors'] : undefined;
  return isJsonObject(errors) ? Object.keys(errors).filter((field) => FIELD.test(field)) : [];
}

function problemOf(response: HttpResponse): JsonObject | undefined {
  const body = parseJson(response.body);
  return isJsonObject(body) ? body : undefined;
}

function unexplained(status: number, code?: number): Failure {
  const named = code === undefined ? `status ${String(status)}` : `error ${String(code)}`;
  return defect(
    'ALTINN_UNEXPLAINED',
    `Altinn, or what stands before it, refused with ${named}, which its documentation does not explain; look it up there.`,
  );
}

function lost(step: AltinnStep, what: string, cause?: unknown): Failure {
  return step === 'handsOver'
    ? ambiguous('ALTINN_ANSWER_LOST', `${what} to the deposit; whether it has the letter is asked for.`, cause)
    : transient('ALTINN_UNAVAILABLE', `${what}; nothing was handed over, so the deposit is repeated.`, cause);
}

function fromRule(rule: AltinnRule, errorCode?: number): Failure {
  const text = errorCode === undefined ? rule.text : `${rule.text.replace(/\.$/, '')} (error ${String(errorCode)}).`;
  switch (rule.kind) {
    case 'transient':
      return transient(rule.code, text);
    case 'unreachable':
      return unreachable(rule.code, text);
    case 'defect':
      return defect(rule.code, text);
    case 'permanent':
      return permanent(rule.code, text, rule.blame);
  }
}
