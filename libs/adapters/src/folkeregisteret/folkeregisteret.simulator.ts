import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, SimulatorFactory } from '#channels/simulation/simulator.js';
import { checkBearer } from '#maskinporten/simulated-bearer.js';
import { isJsonObject } from '#platform/parse-json.js';
import { toPersonDocument } from './folkeregisteret.simulated-document.js';
import { selectParts } from './folkeregisteret.simulated-parts.js';
import type { PersonDocument } from './folkeregisteret.simulated-version.js';

const SCOPE = 'folkeregister:deling/offentligmedhjemmel';
const BASE = '/folkeregisteret/offentlig-med-hjemmel/api/v1/personer';
const MOST_PERSONS = 1_000;

/**
 * Folkeregisteret over the persons of the world, with the rights package `offentlig med hjemmel`: bulk and single
 * look-up in JSON. A raw document that was put (contract 7) is served as given; any other with the parts asked for.
 */
export const createSimulator: SimulatorFactory = (context) => ({
  routes: [
    {
      method: 'POST',
      path: `${BASE}/bulkoppslag`,
      service: 'folkeregisteret',
      handle: (request) => bulk(context, request),
    },
    {
      method: 'GET',
      path: `${BASE}/:identifier`,
      service: 'folkeregisteret',
      handle: (request) => single(context, request),
    },
  ],
});

async function bulk(context: SimulationContext, request: SimulatedRequest): Promise<SimulatedResponse> {
  const refused = await refusal(context, request);
  if (refused !== undefined) return refused;
  // Without a content type the register takes the body for XML.
  if (!/\bjson\b/i.test(request.headers['content-type'] ?? '')) {
    return failure(400, 'FREG-003', 'Content-Type må være application/json her');
  }
  const body = await request.json();
  const identifiers = isJsonObject(body) ? body['foedselsEllerDNummer'] : undefined;
  if (!isIdentifierList(identifiers)) {
    return failure(400, 'FREG-003', 'foedselsEllerDNummer må inneholde fra 1 til 1000 identifikatorer');
  }
  const oppslag = identifiers.map((identifier) => {
    const person = document(context, request, identifier);
    return { foedselsEllerDNummer: identifier, ...(person === undefined ? {} : { folkeregisterperson: person }) };
  });
  return { status: 200, body: { oppslag } };
}

async function single(context: SimulationContext, request: SimulatedRequest): Promise<SimulatedResponse> {
  const refused = await refusal(context, request);
  if (refused !== undefined) return refused;
  const found = document(context, request, request.params['identifier'] ?? '');
  return found === undefined ? failure(404, 'FREG-004', 'Personen finnes ikke') : { status: 200, body: found };
}

async function refusal(context: SimulationContext, request: SimulatedRequest): Promise<SimulatedResponse | undefined> {
  const check = await checkBearer(context, request, [SCOPE]);
  if (check.kind === 'refused')
    return failure(check.status, check.status === 401 ? 'FREG-001' : 'FREG-002', check.description);
  if (!/json|\*\/\*|application\/\*/i.test(request.headers['accept'] ?? '*/*')) {
    return failure(406, 'FREG-005', 'Accept må inneholde application/json her');
  }
  if (context.faults.next('folkeregisteret', ['reject']) === undefined) return undefined;
  return failure(400, 'FREG-003', 'Fault switch reject');
}

/** By an identifier that has been replaced comes the person in use, as in the register. */
function document(
  context: SimulationContext,
  request: SimulatedRequest,
  identifier: string,
): PersonDocument | undefined {
  const asked = context.world.persons.get(identifier);
  if (asked?.folkeregisteretDocument !== undefined) return asked.folkeregisteretDocument;
  const person = asked?.replacedBy === undefined ? asked : context.world.persons.get(asked.replacedBy);
  if (person === undefined) return undefined;
  if (person.folkeregisteretDocument !== undefined) return person.folkeregisteretDocument;
  const all = person.seededDocument ?? toPersonDocument(person, person === asked ? [] : [identifier]);
  return selectParts(all, request.query.getAll('part'));
}

function failure(status: number, kode: string, melding: string): SimulatedResponse {
  return { status, body: { kode, melding } };
}

function isIdentifierList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= MOST_PERSONS &&
    value.every((identifier) => typeof identifier === 'string' && /^\d{11}$/.test(identifier))
  );
}
