import type { SimulatedResponse } from './simulated-http.js';

/** A problem document (RFC 9457) of the simulation itself; real services have error bodies of their own. */
export function simulatedProblem(
  status: number,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'about:blank', title, status, detail },
  };
}
