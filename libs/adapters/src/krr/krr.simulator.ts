import { mailboxAddressOf } from '#channels/simulation/mailbox-address.js';
import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import type { SimulationContext, SimulatorFactory } from '#channels/simulation/simulator.js';
import { bearerRefusal, checkBearer } from '#maskinporten/simulated-bearer.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import {
  notificationStatus,
  toKrrContact,
  toKrrReservation,
  withMinutes,
  type IsShared,
} from './krr.simulated-contact.js';

const CONTACT_SCOPE = 'krr:global/kontaktinformasjon.read';
const POST_SCOPE = 'krr:global/digitalpost.read';
const MOST_PERSONS = 1_000;

const PROVIDERS = { digipost: '984661185', eboks: '922020175' } as const;
/** Skatteetaten runs the national print service. */
const PRINT_ORGANISATION = '974761076';

/**
 * KRR over the persons of the world: fields follow the token's scopes, unknown persons are IKKE_REGISTRERT, those who are
 * asked for twice come once. Error bodies are not documented; they are those of Digdir's other services.
 */
export const createSimulator: SimulatorFactory = (context) => ({
  routes: [
    { method: 'POST', path: '/krr/rest/v2/personer', service: 'krr', handle: (request) => persons(context, request) },
    {
      method: 'GET',
      path: '/krr/rest/v2/printSertifikat',
      service: 'krr',
      handle: () => Promise.resolve(printCertificate(context)),
    },
  ],
});

async function persons(context: SimulationContext, request: SimulatedRequest): Promise<SimulatedResponse> {
  const check = await checkBearer(context, request, [CONTACT_SCOPE, POST_SCOPE]);
  if (check.kind === 'refused') return bearerRefusal(check);
  if (context.faults.next('krr', ['reject']) !== undefined) return refusal('Fault switch reject');
  const body = parseJson(await request.bytes());
  const identifiers = isJsonObject(body) ? body['personidentifikatorer'] : undefined;
  if (!isIdentifierList(identifiers))
    return refusal('personidentifikatorer must hold 1 to 1000 identifiers of eleven digits');
  const answer = { scopes: check.caller.scopes, isShared: sharedIn(context) };
  return {
    status: 200,
    body: { personer: [...new Set(identifiers)].map((identifier) => toKrrPerson(context, identifier, answer)) },
  };
}

interface Answer {
  readonly scopes: ReadonlySet<string>;
  readonly isShared: IsShared;
}

function toKrrPerson(context: SimulationContext, identifier: string, { scopes, isShared }: Answer): object {
  const person = context.world.persons.get(identifier);
  const krr = person?.krr ?? { status: 'IKKE_REGISTRERT' as const };
  const active = krr.status === 'AKTIV';
  const updated = krr.email?.updated ?? krr.mobile?.updated;
  const sometime = updated === undefined ? {} : { oppdatert: withMinutes(new Date(updated)) };
  return {
    personidentifikator: identifier,
    ...toKrrReservation(krr),
    status: krr.status,
    ...(scopes.has(CONTACT_SCOPE)
      ? {
          varslingsstatus: notificationStatus(krr, context.clock.now()),
          ...(active ? { kontaktinformasjon: toKrrContact(krr, isShared), spraak: 'nb', ...sometime } : {}),
        }
      : {}),
    ...(scopes.has(POST_SCOPE) && active && person !== undefined ? digitalPost(context, person) : {}),
  };
}

/** Counts the world's addresses once for a call, and only when somebody has one. */
function sharedIn(context: SimulationContext): IsShared {
  let counts: Map<string, number> | undefined;
  return (_field, value) => {
    if (counts === undefined) {
      counts = new Map();
      for (const { krr } of context.world.persons.values()) {
        for (const point of [krr?.email, krr?.mobile]) {
          if (point !== undefined) counts.set(point.value, (counts.get(point.value) ?? 0) + 1);
        }
      }
    }
    return (counts.get(value) ?? 0) > 1;
  };
}

function digitalPost(context: SimulationContext, person: SimulatedPerson): object {
  const { mailbox, mailboxProvider, mailboxCertificate } = person.krr ?? {};
  if (mailbox === undefined) return {};
  return {
    digital_post: {
      postkasseadresse: mailboxAddressOf(person.personIdentifier),
      postkasseleverandoeradresse: mailboxProvider ?? PROVIDERS[mailbox],
    },
    sertifikat: mailboxCertificate ?? leafOf(context, mailbox),
  };
}

function printCertificate(context: SimulationContext): SimulatedResponse {
  return {
    status: 200,
    body: { postkasseleverandoerAdresse: PRINT_ORGANISATION, x509Sertifikat: leafOf(context, 'print') },
  };
}

/** Only the first certificate of the file: KRR does not give the chain. */
function leafOf(context: SimulationContext, name: string): string {
  const pem = context.keys.get(name)?.certificate ?? '';
  return /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/.exec(pem)?.[0] ?? '';
}

function refusal(description: string): SimulatedResponse {
  return { status: 400, body: { error: 'bad_request', error_description: description } };
}

function isIdentifierList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= MOST_PERSONS &&
    value.every((identifier) => typeof identifier === 'string' && /^\d{11}$/.test(identifier))
  );
}
