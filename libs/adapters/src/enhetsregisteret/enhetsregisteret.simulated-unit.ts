import type { SimulatedOrganisation } from '#channels/simulation/simulation-world.js';
import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';

/** An organisation of the world in the register's own JSON; `base` is the address of its API, for the links. */
export function toSimulatedUnit(organisation: SimulatedOrganisation, base: string): Readonly<Record<string, unknown>> {
  const { organisationNumber, name, parent } = organisation;
  const isSubUnit = parent !== undefined;
  const form = isSubUnit ? { kode: 'BEDR', beskrivelse: 'Bedrift' } : { kode: 'AS', beskrivelse: 'Aksjeselskap' };
  const link = (path: string): { href: string } => ({ href: `${base}/${path}` });
  const common = {
    organisasjonsnummer: organisationNumber,
    navn: name,
    organisasjonsform: { ...form, _links: { self: link(`organisasjonsformer/${form.kode}`) } },
    ...addressesOf(organisation, isSubUnit ? 'beliggenhetsadresse' : 'forretningsadresse'),
    _links: {
      self: link(`${isSubUnit ? 'underenheter' : 'enheter'}/${organisationNumber}`),
      ...(isSubUnit ? { overordnetEnhet: link(`enheter/${parent}`) } : {}),
    },
  };
  // Deleted units keep few fields; an address is there only when the world says that one is left.
  if (organisation.deleted === true) {
    return { ...common, ...(isSubUnit ? { nedleggelsesdato: '2025-12-31' } : {}), slettedato: '2026-01-01' };
  }
  const registered = { registreringsdatoEnhetsregisteret: '2020-01-01', registrertIMvaregisteret: false };
  return isSubUnit
    ? { ...common, ...registered, overordnetEnhet: parent }
    : { ...common, ...registered, ...stateOf(organisation) };
}

function stateOf(organisation: SimulatedOrganisation): Readonly<Record<string, unknown>> {
  return {
    konkurs: organisation.bankrupt === true,
    ...(organisation.bankrupt === true ? { konkursdato: '2026-01-01' } : {}),
    underAvvikling: false,
    underTvangsavviklingEllerTvangsopplosning: organisation.forcedLiquidation === true,
    maalform: organisation.language === 'nn' ? 'Nynorsk' : 'Bokmål',
  };
}

function addressesOf(
  { address, postalAddress }: SimulatedOrganisation,
  field: 'forretningsadresse' | 'beliggenhetsadresse',
): Readonly<Record<string, unknown>> {
  return {
    ...(postalAddress === undefined ? {} : { postadresse: toAddress(postalAddress) }),
    ...(address === undefined ? {} : { [field]: toAddress(address) }),
  };
}

function toAddress(address: PostalAddress): Readonly<Record<string, unknown>> {
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
