import type { ContactPoint } from '#domain/recipient-facts.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { noteUnknownFields, type NoteSurprise } from '#platform/surprises.js';
import { parseKrrDate } from './krr-date.js';
import { CONTACT_FIELDS } from './krr.fields.js';

const PATH = 'personer[].kontaktinformasjon';

export interface ContactPoints {
  readonly email?: ContactPoint;
  readonly mobile?: ContactPoint;
}

/**
 * `kontaktinformasjon`. All of it is optional: a person may have one channel or none, and an old date that cannot be
 * read makes that channel stale, which leads to paper and never to a notice that the law does not allow.
 */
export function toContactPoints(value: unknown, note: NoteSurprise): ContactPoints {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) {
    note({ kind: 'value', path: PATH, value: `(${typeof value})` });
    return {};
  }
  noteUnknownFields(value, CONTACT_FIELDS, PATH, note);
  const email = toContactPoint(value, 'epostadresse', note);
  const mobile = toContactPoint(value, 'mobiltelefonnummer', note);
  return { ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { mobile }) };
}

function toContactPoint(
  contact: JsonObject,
  field: 'epostadresse' | 'mobiltelefonnummer',
  note: NoteSurprise,
): ContactPoint | undefined {
  const value = contact[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    note({ kind: 'value', path: `${PATH}.${field}`, value: `(${typeof value})` });
    return undefined;
  }
  if (value.trim() === '') return undefined;
  const updated = toDate(contact, `${field}_oppdatert`, note);
  const verified = toDate(contact, `${field}_sist_verifisert`, note);
  return { value, ...(updated === undefined ? {} : { updated }), ...(verified === undefined ? {} : { verified }) };
}

function toDate(contact: JsonObject, field: string, note: NoteSurprise): Date | undefined {
  const value = contact[field];
  if (value === undefined || value === null || value === '') return undefined;
  const date = parseKrrDate(value);
  if (date === undefined) note({ kind: 'value', path: `${PATH}.${field}`, value: '(not a timestamp)' });
  return date;
}
