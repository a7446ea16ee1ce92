import { defect, throttled, transient, type Failure } from '#domain/failure.js';
import type { HttpResponse } from './http.client.js';
import { retryAt } from './retry-after.js';
import { TransportError } from './transport-error.js';

/**
 * Failures of calls that change nothing at the provider (register look-ups, token requests). Such a call may be
 * repeated freely, so a lost answer is transient and never ambiguous, and no answer is ever a confirmed "no": a
 * register that is down delays the letters.
 *
 * A page in HTML is a proxy or a maintenance notice in front of the provider, so it is transient whatever its status.
 * JSON of an unknown shape is another contract than ours: a defect, shown to operators.
 */
export interface LookUpFailureTable {
  /** Begins every code, e.g. `KRR`. */
  readonly prefix: string;
  /** For people, e.g. `Kontakt- og reservasjonsregisteret`. */
  readonly provider: string;
  /** What a status means beyond the common ones below. */
  readonly statuses: Readonly<Record<number, LookUpFailureRule>>;
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

/** A success that cannot be read. */
export function unreadableFailure(table: LookUpFailureTable, response: HttpResponse): Failure {
  if (isHtml(response)) {
    return transient(`${table.prefix}_UNAVAILABLE`, `${table.provider} answered with a web page; the call is repeated`);
  }
  return defect(
    `${table.prefix}_UNREADABLE_ANSWER`,
    `${table.provider} answered in a shape that its documentation does not have`,
  );
}

/** No complete answer. Rethrows what is not a TransportError: that is a defect of ours. */
export function transportFailure(table: LookUpFailureTable, error: unknown): Failure {
  if (!(error instanceof TransportError)) throw error;
  return transient(`${table.prefix}_NO_ANSWER`, `${table.provider} gave no answer (${error.code})`, error);
}

export function fromRule(table: LookUpFailureTable, rule: LookUpFailureRule): Failure {
  const code = `${table.prefix}_${rule.code}`;
  const text = `${table.provider} ${rule.text}`;
  return rule.kind === 'transient' ? transient(code, text) : defect(code, text);
}

function isHtml(response: HttpResponse): boolean {
  return (
    /html/i.test(response.headers['content-type'] ?? '') ||
    /^\s*<(!doctype|html)/i.test(response.body.subarray(0, 64).toString('latin1'))
  );
}
