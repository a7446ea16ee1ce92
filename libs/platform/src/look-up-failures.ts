import { defect, throttled, transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { ANSWER_TOO_LARGE, type HttpResponse } from './http.client.js';
import { decodeUtf8, parseJson } from './parse-json.js';
import { retryAt } from './retry-after.js';
import { TransportError } from './transport-error.js';

/**
 * Failures of calls that change nothing at the provider (register look-ups, token requests). Such a call may be
 * repeated freely, so a lost answer is transient and never ambiguous, and no answer is ever a confirmed "no": a
 * register that is down delays the letters.
 *
 * A page in HTML is a proxy or a maintenance notice in front of the provider, so it is transient whatever its status. So
 * is a status that proxies use (IN_FRONT) without a body in the provider's own words: while a provider is moved or
 * restarted, what stands in front of it says 404 or 403 in its place, and defects are held for an operator after minutes.
 * A wrong address or a missing right is told along, for when it lasts. JSON of an unknown shape with a success is another
 * contract than ours: a defect, shown to operators.
 */
export interface LookUpFailureTable {
  /** Begins every code, e.g. `KRR`. */
  readonly prefix: string;
  /** For people, e.g. `Kontakt- og reservasjonsregisteret`. */
  readonly provider: string;
  /** What a status means beyond the common ones below. */
  readonly statuses: Readonly<Record<number, LookUpFailureRule>>;
  /** Whether a refusal has the provider's own error in it, which nothing in front of it would write. */
  isInOwnWords(refusal: HttpResponse): boolean;
}

export interface LookUpFailureRule {
  readonly kind: 'transient' | 'defect';
  /** Without the prefix. */
  readonly code: string;
  /** What to do about it; no personal data. */
  readonly text: string;
}

const COMMON: Readonly<Record<number, LookUpFailureRule>> = {
  408: { kind: 'transient', code: 'TIMEOUT', text: 'gave up waiting for the request; it is repeated' },
  425: { kind: 'transient', code: 'UNAVAILABLE', text: 'is not ready; the call is repeated' },
};

/** Besides every redirection, none of which the providers document. */
const IN_FRONT: ReadonlySet<number> = new Set([403, 404, 405, 407, 410, 421]);

/** What an answer other than success means. Never quotes the body: it may repeat an identifier. */
export function statusFailure(table: LookUpFailureTable, response: HttpResponse, now: Date): Failure {
  const { status } = response;
  if (status === 429) {
    return throttled(
      `${table.prefix}_THROTTLED`,
      `${table.provider} asks for fewer calls`,
      retryAt(response.headers, now),
    );
  }
  const rule = table.statuses[status] ?? COMMON[status];
  if (isInFront(table, response)) {
    return transient(
      `${table.prefix}_UNAVAILABLE`,
      `${table.provider} answered ${String(status)} not in its own words, so something in front of it may have; the call is repeated, check address and access when it lasts`,
    );
  }
  if (rule !== undefined && !isHtml(response)) return fromRule(table, rule);
  if (status >= 500 || isHtml(response)) {
    return transient(
      `${table.prefix}_UNAVAILABLE`,
      `${table.provider} answered ${String(status)}; the call is repeated`,
    );
  }
  return defect(
    `${table.prefix}_REFUSED`,
    `${table.provider} answered ${String(status)}, which its documentation does not explain`,
  );
}

/**
 * The JSON of a success. What it is instead is named, by media type at most: a web page in front of the provider is
 * transient, anything else another contract than ours.
 */
export function readJson(table: LookUpFailureTable, response: HttpResponse): Result<unknown, Failure> {
  if (isHtml(response)) return err(unreadableFailure(table, response));
  if (response.body.length === 0) return err(unreadable(table, 'without a body'));
  const coding = response.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity') return err(unreadable(table, 'compressed, unasked'));
  const mediaType = mediaTypeOf(response);
  if (mediaType !== undefined && !/^(application|text)\/([a-z0-9.-]+\+)?json$/.test(mediaType)) {
    return err(unreadable(table, `with ${MEDIA_TYPE.test(mediaType) ? mediaType : 'a media type'} instead of JSON`));
  }
  if (decodeUtf8(response.body) === undefined) return err(unreadable(table, 'with bytes that are not UTF-8'));
  const value = parseJson(response.body);
  return value === undefined ? err(unreadable(table, 'with what is not JSON')) : ok(value);
}

/** A success that cannot be read. */
export function unreadableFailure(table: LookUpFailureTable, response: HttpResponse): Failure {
  if (isHtml(response)) {
    return transient(`${table.prefix}_UNAVAILABLE`, `${table.provider} answered with a web page; the call is repeated`);
  }
  return unreadable(table, 'in a shape that its documentation does not have');
}

/** `field` by its path in the documentation, e.g. `personer[].status`. Never guessed, for it decides a letter's way. */
export function fieldMissing(table: LookUpFailureTable, field: string): Failure {
  return defect(
    `${table.prefix}_FIELD_MISSING`,
    `${table.provider} left out ${field}, which its documentation promises; report it to them`,
  );
}

/** A field that decides a letter's way holds a code that the documentation does not have. */
export function codeUnknown(table: LookUpFailureTable, field: string): Failure {
  return defect(
    `${table.prefix}_CODE_UNKNOWN`,
    `${table.provider} has a value in ${field} that its documentation does not have; look whether the API has changed`,
  );
}

/** No complete answer. Rethrows what is not a TransportError: that is a defect of ours. */
export function transportFailure(table: LookUpFailureTable, error: unknown): Failure {
  if (!(error instanceof TransportError)) throw error;
  if (error.code === ANSWER_TOO_LARGE) {
    return defect(
      `${table.prefix}_ANSWER_TOO_LARGE`,
      `${table.provider} answered with more than such an answer can be`,
      error,
    );
  }
  return transient(`${table.prefix}_NO_ANSWER`, `${table.provider} gave no answer (${error.code})`, error);
}

export function fromRule(table: LookUpFailureTable, rule: LookUpFailureRule): Failure {
  const code = `${table.prefix}_${rule.code}`;
  const text = `${table.provider} ${rule.text}`;
  return rule.kind === 'transient' ? transient(code, text) : defect(code, text);
}

function isInFront(table: LookUpFailureTable, response: HttpResponse): boolean {
  const { status } = response;
  const isRedirection = status >= 300 && status < 400;
  return !isHtml(response) && (isRedirection || IN_FRONT.has(status)) && !table.isInOwnWords(response);
}

const MEDIA_TYPE = /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/;

function unreadable(table: LookUpFailureTable, how: string): Failure {
  return defect(`${table.prefix}_UNREADABLE_ANSWER`, `${table.provider} answered ${how}`);
}

/** Undefined when there is none: then the body speaks for itself. */
function mediaTypeOf({ headers }: HttpResponse): string | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

/** A page of whatever stands in front of the provider, by its media type or its beginning. */
export function isHtml(response: HttpResponse): boolean {
  return (
    /html/i.test(response.headers['content-type'] ?? '') ||
    /^\s*<(!doctype|html)/i.test(response.body.subarray(0, 64).toString('latin1'))
  );
}
