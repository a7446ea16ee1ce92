import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { AuthorisedClient } from '#maskinporten/authorised.client.js';
import { readJson, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import type { NoteSurprise } from '#platform/surprises.js';
import { noteBirthDates } from './birth-dates.js';
import { toLookUps, type Looked } from './bulk-answer.js';
import type { FolkeregisteretConfig } from './folkeregisteret.config.js';
import { callFailure, FOLKEREGISTERET_FAILURES } from './folkeregisteret.errors.js';
import { NOT_REGISTERED, readPerson, type PersonReading } from './folkeregisteret.mapper.js';
import { PARTS } from './person-vocabulary.js';

/** The bulk look-up of Folkeregisteret. Identifiers travel in the body; the single look-up would put them in the URL. */
export class FolkeregisteretClient {
  private readonly url: string;

  constructor(
    private readonly authorised: AuthorisedClient,
    config: FolkeregisteretConfig,
    private readonly clock: Clock,
    private readonly note: NoteSurprise,
  ) {
    const parts = PARTS.map((part) => `part=${part}`).join('&');
    this.url = `${config.baseUrl}/${config.rightsPackage}/v1/personer/bulkoppslag?${parts}`;
  }

  /** At most 1,000 identifiers; an answer for each of them. */
  async persons(
    identifiers: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, Result<PersonReading, Failure>>, Failure>> {
    try {
      const answer = await this.authorised.request(
        {
          method: 'POST',
          url: this.url,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ foedselsEllerDNummer: identifiers }),
        },
        signal,
      );
      if (!answer.ok) return answer;
      if (answer.value.status !== 200) return err(callFailure(answer.value, this.clock.now()));
      const body = readJson(FOLKEREGISTERET_FAILURES, answer.value);
      if (!body.ok) return body;
      const found = toLookUps(body.value, identifiers);
      if (found === undefined) return err(unreadableFailure(FOLKEREGISTERET_FAILURES, answer.value));
      const readings = new Map([...found].map(([identifier, looked]) => [identifier, this.read(identifier, looked)]));
      noteBirthDates(readings.values(), this.note);
      return ok(readings);
    } catch (error) {
      return err(transportFailure(FOLKEREGISTERET_FAILURES, error));
    }
  }

  private read(identifier: string, looked: Looked): Result<PersonReading, Failure> {
    if (!looked.ok) return looked;
    return looked.value === undefined ? ok({ facts: NOT_REGISTERED }) : readPerson(looked.value, identifier, this.note);
  }
}
