import { checkFields } from './check-fields.js';
import { contentHash } from './content-hash.js';
import { checkTogether } from './cross-field-rules.js';
import type { FieldError } from './field-error.js';
import { hydrate } from './hydrate.js';
import { decodeInline } from './inline-content.js';
import { identityOf } from './letter-identity.js';
import { LetterMessage } from './letter.message.js';
import type { DocumentReference, ParseOutcome, ParseRules } from './parse-outcome.js';
import { readJsonObject } from './read-json.js';
import { toLetter } from './to-letter.js';

/** A receipt must fit in a message; nobody mends a thousand fields from one list. */
const MAX_ERRORS = 1_000;

/**
 * The letter message of contract 4, from bytes to a letter. Pure but for the fresh ids of inline documents. Every wrong
 * field is named at once; a letter that is wrong but says whose it is can be answered, one that does not is unreadable.
 */
export function parseLetterMessage(body: Buffer, rules: ParseRules): ParseOutcome {
  const json = readJsonObject(body);
  if (!json.ok) return { kind: 'unreadable', reason: { code: 'MALFORMED_JSON', text: json.error }, errors: [] };
  const errors: FieldError[] = [];
  const message = hydrate(LetterMessage, json.value, errors);
  errors.push(...checkFields(message), ...checkTogether(message, rules));
  const inline = decodeInline(message, errors);
  if (errors.length > 0) return invalid(json.value, errors);

  const letter = toLetter(message, inline, rules);
  const references = referencesOf(message);
  return {
    kind: 'letter',
    letter,
    inline: new Map([...inline.values()].map(({ documentId, bytes }) => [documentId, bytes])),
    references,
    contentHash: contentHash(letter, references),
  };
}

function invalid(json: Readonly<Record<string, unknown>>, found: readonly FieldError[]): ParseOutcome {
  const errors = limited(onePerField(found));
  const identity = identityOf(json);
  if (identity !== undefined) return { kind: 'invalid', identity, errors };
  const text =
    'Without a valid letterId and sender.organisationNumber nobody can be told what is wrong with the letter.';
  return { kind: 'unreadable', reason: { code: 'NO_LETTER_ID', text }, errors };
}

/** A field that breaks its own rule and one between fields (a postal code of wrong type) is named once. */
function onePerField(errors: readonly FieldError[]): readonly FieldError[] {
  const seen = new Set<string>();
  return errors.filter(({ field }) => !seen.has(field) && seen.add(field));
}

function limited(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length <= MAX_ERRORS) return errors;
  const text = `${String(errors.length - MAX_ERRORS)} more errors are not listed; correct these first.`;
  return [...errors.slice(0, MAX_ERRORS), { field: '', code: 'TOO_MANY', text }];
}

function referencesOf({ documents }: LetterMessage): readonly DocumentReference[] {
  return documents.flatMap(({ content: { documentId, sha256 } }, index) =>
    documentId === undefined
      ? []
      : [
          {
            index,
            documentId: documentId.toLowerCase(),
            ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
          },
        ],
  );
}
