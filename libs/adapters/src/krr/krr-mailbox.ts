import type { Failure } from '#domain/failure.js';
import type { MailboxFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import { codeUnknown, fieldMissing } from '#platform/look-up-failures.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { noteUnknownFields, type NoteSurprise } from '#platform/surprises.js';
import { readCertificate } from './krr-certificate.js';
import { KRR_FAILURES } from './krr.errors.js';
import { MAILBOX_FIELDS } from './krr.fields.js';

const PATH = 'personer[].digital_post';

/**
 * The digital mailbox. An empty address means none (so in KRR's own samples). An address without the provider, or
 * something else than text in its place, is a broken entry: read as "no mailbox" it would lead a letter to paper. A
 * mailbox without a certificate that can be read is told as such; routing then says why it is not used.
 */
export function toMailbox(person: JsonObject, note: NoteSurprise): Result<MailboxFacts | undefined, Failure> {
  const post = person['digital_post'];
  if (post === undefined || post === null) return ok(undefined);
  if (!isJsonObject(post)) return err(codeUnknown(KRR_FAILURES, PATH));
  noteUnknownFields(post, MAILBOX_FIELDS, PATH, note);
  const address = toText(post['postkasseadresse']);
  if (address === undefined) return err(codeUnknown(KRR_FAILURES, `${PATH}.postkasseadresse`));
  if (address === '') return ok(undefined);
  const providerOrganisation = toText(post['postkasseleverandoeradresse']);
  if (providerOrganisation === undefined || providerOrganisation === '') {
    return err(fieldMissing(KRR_FAILURES, `${PATH}.postkasseleverandoeradresse`));
  }
  const answer = readCertificate(person['sertifikat']);
  if (answer.kind !== 'certificate') {
    note({ kind: 'value', path: 'personer[].sertifikat', value: `(${answer.kind})` });
    return ok({ providerOrganisation, address });
  }
  const certificateValidity = { from: answer.from, to: answer.to };
  return ok({ providerOrganisation, address, certificate: answer.pem, certificateValidity });
}

/** Absent reads as empty; undefined when it is no text. */
function toText(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value.trim() : undefined;
}
