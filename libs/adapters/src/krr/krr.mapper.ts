import type { PrintServiceFacts } from '#channels/registers.port.js';
import type { ContactFacts, ContactPoint, MailboxFacts } from '#domain/recipient-facts.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { readCertificate } from './krr-certificate.js';
import { parseKrrDate } from './krr-date.js';

/**
 * KRR's person to our facts (registers reference 2). What decides a letter's way is read strictly: a person without
 * `status` or `reservasjon`, or an active one without `varslingsstatus`, makes the answer unreadable, for a guess
 * could send a decision to someone who has reserved. The rest is optional.
 */
export function toContactFacts(person: JsonObject): ContactFacts | undefined {
  const { status, reservasjon, varslingsstatus } = person as Record<
    'status' | 'reservasjon' | 'varslingsstatus',
    unknown
  >;
  if (status !== 'AKTIV' && status !== 'SLETTET' && status !== 'IKKE_REGISTRERT') return undefined;
  if (reservasjon !== 'JA' && reservasjon !== 'NEI') return undefined;
  if (status === 'AKTIV' && varslingsstatus === undefined) return undefined;
  const contact = isJsonObject(person['kontaktinformasjon']) ? person['kontaktinformasjon'] : {};
  const email = toContactPoint(contact, 'epostadresse');
  const mobile = toContactPoint(contact, 'mobiltelefonnummer');
  const mailbox = toMailbox(person);
  return {
    status,
    reserved: reservasjon === 'JA',
    canBeNotified: varslingsstatus === 'KAN_VARSLES',
    ...(email === undefined ? {} : { email }),
    ...(mobile === undefined ? {} : { mobile }),
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(isFilled(person['spraak']) ? { language: person['spraak'] } : {}),
  };
}

/** `{ personer: [...] }` by identifier; undefined when the body has another shape. */
export function toPersons(body: unknown): ReadonlyMap<string, ContactFacts> | undefined {
  if (!isJsonObject(body) || !Array.isArray(body['personer'])) return undefined;
  const persons = new Map<string, ContactFacts>();
  for (const person of body['personer'] as unknown[]) {
    const facts = isJsonObject(person) ? toContactFacts(person) : undefined;
    if (facts === undefined || !isJsonObject(person) || !isFilled(person['personidentifikator'])) return undefined;
    persons.set(person['personidentifikator'], facts);
  }
  return persons;
}

/** Answer of `printSertifikat`; undefined when it has another shape or no certificate that can be read. */
export function toPrintService(body: unknown): PrintServiceFacts | undefined {
  if (!isJsonObject(body)) return undefined;
  const organisationNumber = body['postkasseleverandoerAdresse'];
  const certificate = readCertificate(body['x509Sertifikat']);
  if (!isFilled(organisationNumber) || certificate === undefined) return undefined;
  return { organisationNumber, certificate: certificate.pem };
}

function toContactPoint(contact: JsonObject, field: 'epostadresse' | 'mobiltelefonnummer'): ContactPoint | undefined {
  const value = contact[field];
  if (!isFilled(value)) return undefined;
  const updated = parseKrrDate(contact[`${field}_oppdatert`]);
  const verified = parseKrrDate(contact[`${field}_sist_verifisert`]);
  return { value, ...(updated === undefined ? {} : { updated }), ...(verified === undefined ? {} : { verified }) };
}

/** An empty address means no mailbox (so in KRR's own samples); one without a certificate cannot be used, which routing says. */
function toMailbox(person: JsonObject): MailboxFacts | undefined {
  const post = isJsonObject(person['digital_post']) ? person['digital_post'] : {};
  const address = post['postkasseadresse'];
  const providerOrganisation = post['postkasseleverandoeradresse'];
  if (!isFilled(address) || !isFilled(providerOrganisation)) return undefined;
  const certificate = readCertificate(person['sertifikat']);
  if (certificate === undefined) return { providerOrganisation, address };
  const certificateValidity = { from: certificate.from, to: certificate.to };
  return { providerOrganisation, address, certificate: certificate.pem, certificateValidity };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
