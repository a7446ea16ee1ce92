import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { err, ok, type Result } from '#domain/result.js';
import { checkBearer } from '#maskinporten/simulated-bearer.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { dpiProblem } from './dpi-problem.js';
import type { Poster } from './poster.js';

const SCOPE = 'digitalpostinnbygger:send';

/**
 * Public bodies with an agreement with this access point, and the supplier that sends for one of them and fetches its
 * receipts in its own name. The gateway's own organisation has none: it is nobody's sender.
 */
const CUSTOMERS: ReadonlySet<string> = new Set(['313000001', '313001008', '313002004', '313003000']);

/** What Maskinporten writes into a token that is for no service in particular. */
const NO_AUDIENCE = 'unspecified';

/**
 * Authentication and authorisation of every call (DPI reference 1.4, 1.5): a token that holds, and is for this endpoint
 * when it says for which (401); the scope and an agreement (403).
 */
export async function checkCaller(
  context: SimulationContext,
  request: SimulatedRequest,
): Promise<Result<Poster, SimulatedResponse>> {
  const check = await checkBearer(context, request, [SCOPE]);
  if (check.kind === 'refused') {
    return err(
      check.status === 401
        ? dpiProblem(401, 'invalid-token', check.description, { 'www-authenticate': 'Bearer error="invalid_token"' })
        : dpiProblem(403, 'missing-scope', check.description),
    );
  }
  const token = (request.headers['authorization'] ?? '').replace(/^Bearer /i, '');
  if (!isForUs(audienceOf(token), `${context.baseUrl}/dpi`))
    return err(dpiProblem(401, 'wrong-audience', 'aud of the token is another service.'));
  const { consumer } = check.caller;
  if (!CUSTOMERS.has(consumer))
    return err(dpiProblem(403, 'no-agreement', `${consumer} has no agreement with this access point.`));
  return ok({ ...check.caller, token });
}

/** Of a token whose signature holds. */
function audienceOf(token: string): readonly unknown[] {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  const audience = isJsonObject(claims) ? claims['aud'] : undefined;
  if (audience === undefined || audience === NO_AUDIENCE) return [];
  return Array.isArray(audience) ? audience : [audience];
}

function isForUs(audience: readonly unknown[], endpoint: string): boolean {
  return audience.length === 0 || audience.some((one) => one === endpoint || one === `${endpoint}/`);
}
