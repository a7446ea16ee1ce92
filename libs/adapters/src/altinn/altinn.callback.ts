import type { CallbackHint, CallbackParser } from '#channels/channel.port.js';
import { permanent, type Failure } from '#domain/failure.js';
import { isUuid } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

const CORRESPONDENCE_EVENT = /^no\.altinn\.correspondence\.correspondence(?!notification)/;
const MAX_EVENTS = 1_000;
/** Of one call; an event has some hundred. */
const MAX_BYTES = 1024 * 1024;

/**
 * Altinn's CloudEvents (registers reference 1.9), one or a batch. They carry no signature, so an event is only a hint
 * which letter to read again: whoever forges one makes us ask Altinn, no more, and one that is lost or comes twice
 * changes nothing. The validation event is answered with 200 and yields nothing; events about notices and attachments
 * name an order or a file and not a letter, and what they tell comes with the details anyway. One broken event does not
 * cost the hints of the others; a call without a single readable one is refused, so that it is seen.
 */
export const altinnCallback: CallbackParser = {
  parse({ body }): Result<readonly CallbackHint[], Failure> {
    if (body.length > MAX_BYTES) return err(unreadable());
    const parsed = parseJson(body);
    const events: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    if (events.length > MAX_EVENTS) return err(unreadable());
    const read = events.map(toHints);
    if (read.length > 0 && read.every((hints) => hints === undefined)) return err(unreadable());
    const references = new Set(read.flatMap((hints) => hints ?? []));
    return ok([...references].map((reference) => ({ reference })));
  },
};

/** The letter that an event is about, none, or undefined when it cannot be read. */
function toHints(event: unknown): readonly string[] | undefined {
  if (!isJsonObject(event) || typeof event['type'] !== 'string') return undefined;
  if (!CORRESPONDENCE_EVENT.test(event['type'])) return [];
  const instance = event['resourceinstance'];
  return typeof instance === 'string' && isUuid(instance) ? [instance.toLowerCase()] : undefined;
}

function unreadable(): Failure {
  return permanent(
    'ALTINN_EVENT_UNREADABLE',
    'The call is not a CloudEvent of Altinn Correspondence; it is ignored.',
    'channel',
  );
}
