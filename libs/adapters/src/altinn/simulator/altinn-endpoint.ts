import type { SimulatedRequest, SimulatedResponse, SimulatedRoute } from '#channels/simulation/simulated-http.js';
import { AltinnModelProblem, AltinnProblem } from './altinn-problems.js';
import { unauthorised, type AltinnCaller, type AltinnTokens } from './altinn-tokens.js';

/** One endpoint of Altinn behind a token. */
export interface AltinnEndpoint {
  readonly method: SimulatedRoute['method'];
  readonly path: string;
  /** Any of them opens it. */
  readonly scopes: readonly string[];
  /** Beside JSON. */
  readonly produces?: string;
  handle(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse>;
}

export const WRITE = 'altinn:correspondence.write';
export const READ = 'altinn:correspondence.read';
export const CONDITION_CHECK = 'altinn:system/notifications.condition.check';

const SERVICE_OWNER = 'altinn:serviceowner';
const JSON_TYPES = ['application/json', 'text/json', 'application/problem+json'];
const NOT_EXCHANGED =
  "IDX10205: Issuer validation failed. The token is Maskinporten's own: exchange to Altinn token, or ask for altinn:serviceowner beside the scope of the endpoint.";

/** In the real order: who calls, by which token, with which scope, and whether the answer can be told; then the call. */
export function toRoute(endpoint: AltinnEndpoint, tokens: AltinnTokens): SimulatedRoute {
  const answer = async (request: SimulatedRequest): Promise<SimulatedResponse> => {
    const caller = await tokens.callerOf(request);
    if (caller === undefined) return unauthorised();
    if (caller.isRaw && !isTakenRaw(endpoint, caller)) return { status: 403, body: NOT_EXCHANGED };
    if (!endpoint.scopes.some((scope) => caller.scopes.has(scope))) return { status: 403 };
    if (!accepts(request, [...JSON_TYPES, ...(endpoint.produces === undefined ? [] : [endpoint.produces])])) {
      return { status: 406 };
    }
    try {
      return await endpoint.handle(request, caller);
    } catch (error) {
      if (error instanceof AltinnProblem || error instanceof AltinnModelProblem) return error.toResponse();
      throw error;
    }
  };
  return { method: endpoint.method, path: endpoint.path, service: 'altinn', handle: answer };
}

/** Some answers are one JSON string. */
export function jsonString(value: string): SimulatedResponse {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

export function param(request: SimulatedRequest, name: string): string {
  return (request.params[name] ?? '').toLowerCase();
}

/** Reads a JSON body; one that is not JSON at all is a model problem too. */
export async function jsonBody(request: SimulatedRequest): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^(application|text)\/([\w.+-]+\+)?json\b/i.test(type)) return undefined;
  try {
    return await request.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new AltinnModelProblem({ $: ['The body is not valid JSON.'] });
    throw error;
  }
}

function isTakenRaw(endpoint: AltinnEndpoint, { scopes }: AltinnCaller): boolean {
  return endpoint.scopes.includes(WRITE) && scopes.has(SERVICE_OWNER) && scopes.has(WRITE);
}

function accepts(request: SimulatedRequest, produced: readonly string[]): boolean {
  const ranges = (request.headers['accept'] ?? '*/*').split(',').map((range) => (range.split(';')[0] ?? '').trim());
  return ranges.some((range) => {
    if (range === '*/*' || range === '') return true;
    return produced.some((type) => type === range || (range.endsWith('/*') && type.startsWith(range.slice(0, -1))));
  });
}
