import { ambiguous, defect, permanent, throttled, transient, type Failure } from '#domain/failure.js';
import type { HttpResponse } from '#platform/http.client.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { retryAt } from '#platform/retry-after.js';
import { TransportError } from '#platform/transport-error.js';
import { PackageChangedError, PackageTooLargeError } from '../package/cms.encrypter.js';
import { DocumentChangedError } from '../package/package-document.js';
import { UnpackableLetterError } from '../package/package-rules.js';

/**
 * What the corner-2 access point's answers mean (DPI reference 1.4, 5.6). The specification has no list of problem
 * types, so the status decides: only 400 and 413 say that *this* message will never be taken. 401 and 403 are about
 * tokens and agreements, which operators mend, so a letter waits for them. A duplicate id (also 400) is resolved by
 * the channel through the statuses before this table is asked.
 */
export function corner2Failure(response: HttpResponse, now: Date): Failure {
  const make = STATUSES[response.status];
  if (make !== undefined) return make(response, now);
  if (response.status >= 500) {
    return ambiguous(
      'DPI_SERVER_ERROR',
      `The access point answered ${String(response.status)}; whether it took the message is asked next.`,
    );
  }
  return defect(
    'DPI_UNEXPECTED_ANSWER',
    `The access point answered ${String(response.status)}, which its API does not have.`,
  );
}

const STATUSES: Readonly<Record<number, (response: HttpResponse, now: Date) => Failure>> = {
  400: (response) =>
    permanent(
      'DPI_MESSAGE_REFUSED',
      `The access point found the message invalid${problemOf(response)}. Correct it and send a new letter.`,
      'gateway',
    ),
  401: () => transient('DPI_TOKEN_REFUSED', 'The access point did not accept the access token; a new one is fetched.'),
  403: () => defect('DPI_NOT_ALLOWED', 'The access point refused the sender: the scope or the agreement is missing.'),
  404: () => defect('DPI_NOT_FOUND', 'The access point does not have this address; check DPI_BASE_URL.'),
  413: () => permanent('DPI_PACKAGE_TOO_LARGE', 'The access point found the dokumentpakke too large.', 'sender'),
  429: (response, now) =>
    throttled('DPI_THROTTLED', 'The access point asks us to wait.', retryAt(response.headers, now)),
  503: (response, now) =>
    response.headers['retry-after'] === undefined
      ? ambiguous('DPI_SERVER_ERROR', 'The access point answered 503; whether it took the message is asked next.')
      : throttled('DPI_UNAVAILABLE', 'The access point is closed for a while.', retryAt(response.headers, now)),
};

/** For calls that only read or may be repeated: no answer is never ambiguous. */
export function readFailure(failure: Failure): Failure {
  return failure.kind === 'ambiguous'
    ? transient(failure.code, failure.text.replace(/;.*$/, '.'), failure.cause)
    : failure;
}

/** A package that could not be made, before or while it was sent; anything else is a defect and is thrown on. */
export function packageFailure(error: unknown): Failure {
  if (error instanceof PackageTooLargeError) return permanent('CONTENT_TOO_LARGE', error.message, 'sender');
  if (error instanceof UnpackableLetterError) {
    return error.rule === 'too-many-documents'
      ? permanent('TOO_MANY_DOCUMENTS', error.message, 'sender')
      : permanent('DPI_MESSAGE_INVALID', error.message, 'gateway');
  }
  if (error instanceof DocumentChangedError || error instanceof PackageChangedError)
    return defect('DOCUMENT_CHANGED', error.message);
  throw error;
}

/** A call without an answer; anything that is not a TransportError is a defect and is thrown on. */
export function transportFailure(error: unknown): Failure {
  if (!(error instanceof TransportError)) throw error;
  return error.sent === 'no'
    ? transient('DPI_UNREACHABLE', `The access point could not be reached (${error.code}).`, error)
    : ambiguous(
        'DPI_ANSWER_LOST',
        `The access point gave no answer (${error.code}); whether it took the message is asked next.`,
        error,
      );
}

/** An URI's last segment, when it is a word; sentences of a problem document are not taken over, for people write them. */
const PROBLEM_TYPE = /[/:#]([a-z][a-z0-9-]{2,60})$/i;

/** What kind of problem it is, by the type of the problem document; empty when it has none of its own. */
function problemOf({ body }: HttpResponse): string {
  const problem = parseJson(body);
  const type = isJsonObject(problem) ? problem['type'] : undefined;
  const word = typeof type === 'string' && type !== 'about:blank' ? PROBLEM_TYPE.exec(type)?.[1] : undefined;
  return word === undefined ? '' : ` (${word})`;
}
