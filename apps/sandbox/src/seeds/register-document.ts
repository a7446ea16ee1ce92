import type { SeedPerson } from './seed-person.js';

/** Person documents in the register's own JSON, for seeds that show a shape which the plain fields of a person cannot. */
type Json = Readonly<Record<string, unknown>>;

const VERSION = {
  ajourholdstidspunkt: '2026-01-01T12:00:00.000+01:00',
  erGjeldende: true,
  kilde: 'Simulering',
  gyldighetstidspunkt: '2026-01-01T12:00:00.000+01:00',
} as const;

export interface RegisterPerson extends Omit<SeedPerson, 'describe'> {
  /** YYYY-MM-DD */
  readonly birthDate?: string;
  /** The register's `status`; default `bosatt`. */
  readonly status?: string;
  readonly deceased?: boolean;
}

/** A person unknown to the contact register, with this document in the population register. */
export function registerPerson({ birthDate, status, deceased, ...seed }: RegisterPerson, parts: Json): SeedPerson {
  const { personIdentifier, name } = seed;
  const [etternavn = '', ...first] = name.split(' ').reverse();
  const isDNumber = Number(personIdentifier.slice(0, 2)) > 40;
  const seededDocument = {
    identifikasjonsnummer: [
      {
        ...VERSION,
        status: status === 'opphoert' ? 'opphoert' : 'iBruk',
        foedselsEllerDNummer: personIdentifier,
        identifikatortype: isDNumber ? 'dNummer' : 'foedselsnummer',
      },
    ],
    status: [{ ...VERSION, status: deceased === true ? 'doed' : (status ?? 'bosatt') }],
    ...(status === 'opphoert' ? {} : { navn: [{ ...VERSION, fornavn: first.reverse().join(' '), etternavn }] }),
    ...(birthDate === undefined
      ? {}
      : { foedsel: [{ ...VERSION, foedselsdato: birthDate, foedselsaar: birthDate.slice(0, 4) }] }),
    ...(deceased === true ? { doedsfall: { ...VERSION, doedsdato: '2026-01-01' } } : {}),
    ...parts,
  };
  const plain = {
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(deceased === undefined ? {} : { deceased }),
  };
  return {
    ...seed,
    describe: () => ({ ...plain, krr: { status: 'IKKE_REGISTRERT', reserved: false }, seededDocument }),
  };
}

/** One current address, ungraded unless said otherwise. */
export function address(form: Json, adressegradering = 'ugradert'): Json {
  return { ...VERSION, adressegradering, ...form };
}

/** An address that the person has left. */
export function formerAddress(form: Json): Json {
  return { ...address(form), erGjeldende: false };
}

/** Something else that the register keeps by versions. */
export function version(fields: Json): Json {
  return { ...VERSION, ...fields };
}

export function place(postnummer: string, poststedsnavn: string): Json {
  return { poststedsnavn, postnummer };
}

export function street(adressenavn: string, husnummer: string | undefined, poststed: Json): Json {
  const number = husnummer === undefined ? {} : { adressenummer: { husnummer } };
  return { vegadresse: { kommunenummer: '0301', bruksenhetsnummer: 'H0101', adressenavn, ...number, poststed } };
}

export function farm(gaardsnummer: number, bruksnummer: number, undernummer: number, poststed: Json): Json {
  const matrikkelnummer = { kommunenummer: '0301', gaardsnummer, bruksnummer, festenummer: 0 };
  return { matrikkeladresse: { matrikkelnummer, undernummer, poststed } };
}

/** Paper, since a decision needs somebody who can be notified. */
export function adult(key: string, label: string): Pick<SeedPerson, 'key' | 'label' | 'rule'> {
  return { key, label, rule: 'NOT_NOTIFIABLE' };
}

export function child(key: string, label: string): Pick<SeedPerson, 'key' | 'label' | 'rule'> {
  return { key, label, rule: 'PERSON_UNDER_18' };
}

export function who(
  personIdentifier: string,
  name: string,
  birthDate: string,
): { readonly personIdentifier: string; readonly name: string; readonly birthDate: string } {
  return { personIdentifier, name, birthDate };
}
