import { fromIso6523 } from '#domain/identifiers.js';
import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { isJsonObject } from '#platform/parse-json.js';
import { tokenIssuerOf } from './simulated-token-issuer.js';

/** Who calls a simulated service. */
export interface SimulatedCaller {
  readonly consumer: string;
  readonly supplier?: string;
  readonly scopes: ReadonlySet<string>;
}

export type BearerCheck =
  | { readonly kind: 'allowed'; readonly caller: SimulatedCaller }
  /** 401 without a token that holds, 403 without any of the scopes. */
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly description: string };

/** What every simulated service behind Maskinporten asks first: a token that holds now, with one of these scopes. */
export async function checkBearer(
  context: SimulationContext,
  request: SimulatedRequest,
  anyOf: readonly string[],
): Promise<BearerCheck> {
  const token = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return { kind: 'refused', status: 401, description: 'No bearer token' };
  let claims: Readonly<Record<string, unknown>>;
  try {
    claims = await tokenIssuerOf(context).verify(token);
  } catch {
    return { kind: 'refused', status: 401, description: 'The token is not valid or has expired' };
  }
  const scopes = new Set(String(claims['scope']).split(' '));
  if (!anyOf.some((scope) => scopes.has(scope))) {
    return { kind: 'refused', status: 403, description: `The token lacks the scope ${anyOf.join(' or ')}` };
  }
  const supplier = organisationOf(claims['supplier']);
  const caller = {
    consumer: organisationOf(claims['consumer']) ?? '',
    scopes,
    ...(supplier === undefined ? {} : { supplier }),
  };
  return { kind: 'allowed', caller };
}

/** The refusal as Digdir's services write it. */
export function bearerRefusal(check: Extract<BearerCheck, { kind: 'refused' }>): SimulatedResponse {
  const error = check.status === 401 ? 'invalid_token' : 'insufficient_scope';
  return {
    status: check.status,
    headers: { 'www-authenticate': `Bearer error="${error}"` },
    body: { error, error_description: check.description },
  };
}

function organisationOf(claim: unknown): string | undefined {
  return isJsonObject(claim) && typeof claim['ID'] === 'string' ? fromIso6523(claim['ID']) : undefined;
}
