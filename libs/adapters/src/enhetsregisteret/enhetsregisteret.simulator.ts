import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, SimulatorFactory } from '#channels/simulation/simulator.js';
import { toSimulatedUnit } from './enhetsregisteret.simulated-unit.js';

const BASE = '/enhetsregisteret/api';

/** Media types that the register has had for each kind; without a version in `Accept` it answers in the newest. */
const KINDS = {
  enheter: [
    'application/vnd.brreg.enhetsregisteret.enhet.v2+json',
    'application/vnd.brreg.enhetsregisteret.enhet.v1+json',
    'application/vnd.enhetsregisteret.enhet.v1+json',
  ],
  underenheter: [
    'application/vnd.brreg.enhetsregisteret.underenhet.v2+json',
    'application/vnd.brreg.enhetsregisteret.underenhet.v1+json',
    'application/vnd.enhetsregisteret.underenhet.v1+json',
  ],
} as const;

type Path = keyof typeof KINDS;

/**
 * Enhetsregisteret over the organisations of the world: those with a parent are sub-units, the others units; the root
 * links to both. 404 has no body, as published; 400 and 410 have the bodies that clients of the register have written
 * down.
 */
export const createSimulator: SimulatorFactory = (context) => ({
  routes: [
    {
      method: 'GET',
      path: BASE,
      service: 'enhetsregisteret',
      handle: () => Promise.resolve(root(context)),
    },
    ...(['enheter', 'underenheter'] as const).map((path) => ({
      method: 'GET' as const,
      path: `${BASE}/${path}/:number`,
      service: 'enhetsregisteret' as const,
      handle: (request: SimulatedRequest) => Promise.resolve(answer(context, request, path)),
    })),
  ],
});

function root(context: SimulationContext): SimulatedResponse {
  const link = (path: string): { href: string } => ({ href: `${context.baseUrl}${BASE}${path}` });
  const services = Object.fromEntries(Object.keys(KINDS).map((path) => [path, link(`/${path}`)]));
  return { status: 200, body: { _links: { self: link(''), ...services } } };
}

function answer(context: SimulationContext, request: SimulatedRequest, path: Path): SimulatedResponse {
  const mediaType = acceptable(request.headers['accept'], KINDS[path]);
  if (mediaType === undefined) return { status: 406 };
  const number = request.params['number'] ?? '';
  if (!/^\d{9}$/.test(number) || context.faults.next('enhetsregisteret', ['reject']) !== undefined) {
    return badRequest(context, request, number);
  }
  const organisation = context.world.organisations.get(number);
  if (organisation === undefined || (organisation.parent === undefined) !== (path === 'enheter'))
    return { status: 404 };
  const unit = toSimulatedUnit(organisation, `${context.baseUrl}${BASE}`);
  const headers = { 'content-type': `${mediaType};charset=UTF-8` };
  if (organisation.removed !== true) return { status: 200, headers, body: unit };
  const { organisasjonsnummer, _links } = unit;
  return { status: 410, headers, body: { organisasjonsnummer, slettedato: '2026-01-01', _links } };
}

/** The first of the wanted types that the register has; undefined when it has none of them. */
function acceptable(accept: string | undefined, offered: readonly string[]): string | undefined {
  const newest = offered[0];
  if (accept === undefined || accept.trim() === '') return newest;
  for (const wanted of accept.split(',')) {
    const type = wanted.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type === '*/*' || type === 'application/*') return newest;
    if (type === 'application/json' || offered.includes(type)) return type;
  }
  return undefined;
}

function badRequest(context: SimulationContext, request: SimulatedRequest, number: string): SimulatedResponse {
  return {
    status: 400,
    body: {
      tidsstempel: context.clock.now().getTime(),
      status: 400,
      feilmelding: 'Feilaktig forespørsel',
      sti: request.path,
      antallFeil: 1,
      valideringsfeil: [
        {
          feilmelding: 'Organisasjonsnummer må bestå av 9 siffer',
          parametere: ['organisasjonsnummer'],
          feilaktigVerdi: number,
        },
      ],
    },
  };
}
