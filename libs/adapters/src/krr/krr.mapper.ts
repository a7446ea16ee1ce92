import { isDeepStrictEqual } from 'node:util';
import type { PrintServiceFacts } from '#channels/registers.port.js';
import type { Failure } from '#domain/failure.js';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import { codeUnknown, fieldMissing } from '#platform/look-up-failures.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { knownCode, noteUnknownFields, type NoteSurprise } from '#platform/surprises.js';
import { readCertificate } from './krr-certificate.js';
import { toContactPoints } from './krr-contact.js';
import { toMailbox } from './krr-mailbox.js';
import { KRR_FAILURES } from './krr.errors.js';
import {
  ANSWER_FIELDS,
  LANGUAGES,
  NOTIFICATION_STATUSES,
  PERSON_FIELDS,
  PRINT_FIELDS,
  STATUSES,
  YES_NO,
} from './krr.fields.js';

/** By identifier; a broken entry is a Failure of that person alone. */
export type Persons = ReadonlyMap<string, Result<ContactFacts, Failure>>;

/** `{ personer: [...] }`; undefined when the body has another shape. `asked` are the identifiers of the call. */
export function toPersons(body: unknown, asked: ReadonlySet<string>, note: NoteSurprise): Persons | undefined {
  if (!isJsonObject(body) || !Array.isArray(body['personer'])) return undefined;
  noteUnknownFields(body, ANSWER_FIELDS, 'answer', note);
  const persons = new Map<string, Result<ContactFacts, Failure>>();
  for (const person of body['personer'] as unknown[]) {
    const identifier = isJsonObject(person) ? person['personidentifikator'] : undefined;
    if (!isJsonObject(person) || typeof identifier !== 'string' || !asked.has(identifier)) {
      // Of nobody that we know: whoever it should have been is missing from the answer, which fails them.
      note({ kind: 'value', path: 'personer[].personidentifikator', value: '(not one that was asked for)' });
      continue;
    }
    const facts = toContactFacts(person, note);
    const earlier = persons.get(identifier);
    const contradicts = earlier !== undefined && !isDeepStrictEqual(earlier, facts);
    persons.set(identifier, contradicts ? err(codeUnknown(KRR_FAILURES, 'personer[].personidentifikator')) : facts);
  }
  return persons;
}

/**
 * KRR's person to our facts (registers reference 2). What decides a letter's way is read strictly: `status`,
 * `reservasjon`, the `varslingsstatus` of an active person and the mailbox. A guess could send a decision to someone who
 * has reserved, or to paper what belongs in a mailbox; the person's letters wait instead. The rest is optional.
 */
export function toContactFacts(person: JsonObject, note: NoteSurprise): Result<ContactFacts, Failure> {
  noteUnknownFields(person, PERSON_FIELDS, 'personer[]', note);
  const status = required(person, 'status', STATUSES, note);
  if (!status.ok) return status;
  const reservation = required(person, 'reservasjon', YES_NO, note);
  if (!reservation.ok) return reservation;
  const reserved = reservation.value === 'JA';
  // The register has nothing on them; should it send something all the same, it is not to be used.
  if (status.value !== 'AKTIV') return ok({ status: status.value, reserved, canBeNotified: false });
  const notification = required(person, 'varslingsstatus', NOTIFICATION_STATUSES, note);
  if (!notification.ok) return notification;
  const mailbox = toMailbox(person, note);
  if (!mailbox.ok) return mailbox;
  const language = knownCode(
    person['spraak'] === '' ? undefined : person['spraak'],
    LANGUAGES,
    'personer[].spraak',
    note,
  );
  return ok({
    status: status.value,
    reserved,
    canBeNotified: notification.value === 'KAN_VARSLES',
    ...toContactPoints(person['kontaktinformasjon'], note),
    ...(mailbox.value === undefined ? {} : { mailbox: mailbox.value }),
    ...(language === undefined ? {} : { language }),
  });
}

/** Answer of `printSertifikat`. Undefined when the body has another shape. */
export function toPrintService(body: unknown, note: NoteSurprise): Result<PrintServiceFacts, Failure> | undefined {
  if (!isJsonObject(body)) return undefined;
  noteUnknownFields(body, PRINT_FIELDS, 'printSertifikat', note);
  const organisationNumber = body['postkasseleverandoerAdresse'];
  if (typeof organisationNumber !== 'string' || organisationNumber.trim() === '') {
    return err(fieldMissing(KRR_FAILURES, 'postkasseleverandoerAdresse'));
  }
  const answer = readCertificate(body['x509Sertifikat']);
  if (answer.kind === 'none') return err(fieldMissing(KRR_FAILURES, 'x509Sertifikat'));
  if (answer.kind !== 'certificate') return err(codeUnknown(KRR_FAILURES, 'x509Sertifikat'));
  return ok({ organisationNumber: organisationNumber.trim(), certificate: answer.pem });
}

/** Empty counts as left out. An unknown code is noted by name besides, for the failure tells only the field. */
function required<Code extends string>(
  person: JsonObject,
  field: string,
  codes: readonly Code[],
  note: NoteSurprise,
): Result<Code, Failure> {
  const value = person[field];
  const path = `personer[].${field}`;
  if (value === undefined || value === null || value === '') return err(fieldMissing(KRR_FAILURES, path));
  const code = knownCode(value, codes, path, note);
  return code === undefined ? err(codeUnknown(KRR_FAILURES, path)) : ok(code);
}
