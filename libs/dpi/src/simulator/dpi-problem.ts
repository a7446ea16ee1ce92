import type { SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { MessageRefusal } from './message-checks.js';

/** The specification has no list of problem types (DPI reference, appendix B); these are the sandbox's own, one for each check. */
export type DpiProblemType =
  | MessageRefusal['type']
  | 'invalid-token'
  | 'wrong-audience'
  | 'missing-scope'
  | 'no-agreement'
  | 'invalid-multipart'
  | 'invalid-kanal'
  | 'invalid-query'
  | 'duplicate-message'
  | 'not-yours'
  | 'unknown-id';

const TYPES = 'https://sandbox.invalid/dpi/problems/';

/** A refusal as the corner-2 API writes it: a problem document (RFC 7807). */
export function dpiProblem(
  status: 400 | 401 | 403 | 404,
  type: DpiProblemType,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: `${TYPES}${type}`, title: type, status, detail },
  };
}
