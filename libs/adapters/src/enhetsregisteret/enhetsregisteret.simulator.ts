import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulatedOrganisation } from '#channels/simulation/simulation-world.js';
import type { SimulationContext, SimulatorFactory } from '#channels/simulation/simulator.js';
import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';

/** Enhetsregisteret over the organisations of the world. All of them are units; the path for sub-units knows none. */
export const createSimulator: SimulatorFactory = (context) => ({
  routes: [
    {
      method: 'GET',
      path: '/enhetsregisteret/api/enheter/:number',
      service: 'enhetsregisteret',
      handle: (request) => unit(context, request),
    },
    {
      method: 'GET',
      path: '/enhetsregisteret/api/underenheter/:number',
      service: 'enhetsregisteret',
      handle: (request) => Promise.resolve(notFound(request)),
    },
  ],
});

function unit(context: SimulationContext, request: SimulatedRequest): Promise<SimulatedResponse> {
  const number = request.params['number'] ?? '';
  if (!/^\d{9}$/.test(number) || context.faults.next('enhetsregisteret', ['reject']) !== undefined) {
    return Promise.resolve(failure(request, 400, 'Bad Request', 'Organisasjonsnummer må bestå av 9 siffer'));
  }
  const organisation = context.world.organisations.get(number);
  return Promise.resolve(
    organisation === undefined ? notFound(request) : { status: 200, headers: CONTENT, body: toUnit(organisation) },
  );
}

const CONTENT = { 'content-type': 'application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8' };

function toUnit(organisation: SimulatedOrganisation): Record<string, unknown> {
  const { organisationNumber, name } = organisation;
  const address = organisation.address === undefined ? {} : { forretningsadresse: toAddress(organisation.address) };
  const base = {
    organisasjonsnummer: organisationNumber,
    navn: name,
    organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
  };
  // Deleted units keep few fields; an address is there only when the world says that one is left.
  if (organisation.deleted === true) return { ...base, slettedato: '2026-01-01', ...address };
  return {
    ...base,
    registreringsdatoEnhetsregisteret: '2020-01-01',
    registrertIMvaregisteret: false,
    konkurs: organisation.bankrupt === true,
    ...(organisation.bankrupt === true ? { konkursdato: '2026-01-01' } : {}),
    underAvvikling: false,
    underTvangsavviklingEllerTvangsopplosning: false,
    maalform: 'Bokmål',
    ...address,
  };
}

function toAddress(address: PostalAddress): Record<string, unknown> {
  const domestic = isNorwegian(address);
  return {
    land: domestic ? 'Norge' : 'Utlandet',
    landkode: domestic ? 'NO' : address.countryCode,
    postnummer: address.postalCode,
    poststed: address.city,
    adresse: address.lines,
    ...(domestic ? { kommune: 'OSLO', kommunenummer: '0301' } : {}),
  };
}

function notFound(request: SimulatedRequest): SimulatedResponse {
  return failure(request, 404, 'Not Found', 'Fant ingen enhet med dette organisasjonsnummeret');
}

function failure(request: SimulatedRequest, status: number, error: string, feilmelding: string): SimulatedResponse {
  return { status, body: { status, error, feilmelding, path: request.path } };
}
