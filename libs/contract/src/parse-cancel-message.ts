import type { Reason } from '#domain/letter-event.js';
import { err, ok, type Result } from '#domain/result.js';
import { CancelMessage } from './cancel.message.js';
import { checkFields } from './check-fields.js';
import type { FieldError } from './field-error.js';
import { hydrate } from './hydrate.js';
import { readJsonObject } from './read-json.js';

/** The letter to cancel, in lower case; the reason is one of the dead queue's. */
export function parseCancelMessage(body: Buffer): Result<{ readonly letterId: string }, Reason> {
  const json = readJsonObject(body);
  if (!json.ok) return err({ code: 'MALFORMED_JSON', text: json.error });
  const errors: FieldError[] = [];
  const message = hydrate(CancelMessage, json.value, errors);
  errors.push(...checkFields(message));
  const [first] = errors;
  if (first !== undefined) return err({ code: 'NO_LETTER_ID', text: `${first.field}: ${first.text}` });
  return ok({ letterId: message.letterId.toLowerCase() });
}
