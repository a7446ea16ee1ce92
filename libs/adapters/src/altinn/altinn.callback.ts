import type { CallbackHint, CallbackParser } from '#channels/channel.port.js';
import { permanent, type Failure } from '#domain/failure.js';
import { isUuid } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

const CORRESPONDENCE_EVENT = /^no\.altinn\.correspondence\.correspondence(?!notification)/;
const VALIDATION_EVENT = 'platform.events.validatesubscription';
const MAX_EVENTS = 1_000;

/**
 * Altinn's CloudEvents (registers reference 1.9). They carry no signature, so an event is only a hint which letter to
 * read again: whoever forges one makes us ask Altinn, no more. The validation event is answered with 200 and yields
 * nothing; notification events name an order and not a letter, and come with the details anyway.
 */
export const altinnCallback: CallbackParser = {
  parse({ body }): Result<readonly CallbackHint[], Failure> {
    const parsed = parseJson(body);
    const events: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    if (events.length > MAX_EVENTS) return err(unreadable());
    const hints: CallbackHint[] = [];
    for (const event of events) {
      if (!isJsonObject(event) || typeof event['type'] !== 'string') return err(unreadable());
      const instance = event['resourceinstance'];
      if (event['type'] === VALIDATION_EVENT || !CORRESPONDENCE_EVENT.test(event['type'])) continue;
      if (typeof instance !== 'string' || !isUuid(instance)) return err(unreadable());
      hints.push({ reference: instance });
    }
    return ok(hints);
  },
};

function unreadable(): Failure {
  return permanent(
    'ALTINN_EVENT_UNREADABLE',
    'The call is not a CloudEvent of Altinn Correspondence; it is ignored.',
    'channel',
  );
}
