import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { AuthorisedClient } from '#maskinporten/authorised.client.js';
import { statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import { parseJson, type JsonObject } from '#platform/parse-json.js';
import type { FolkeregisteretConfig } from './folkeregisteret.config.js';
import { FOLKEREGISTERET_FAILURES } from './folkeregisteret.errors.js';
import { PARTS, toLookUps } from './folkeregisteret.mapper.js';

/** The bulk look-up of Folkeregisteret. Identifiers travel in the body; the single look-up would put them in the URL. */
export class FolkeregisteretClient {
  private readonly url: string;

  constructor(
    private readonly authorised: AuthorisedClient,
    config: FolkeregisteretConfig,
    private readonly clock: Clock,
  ) {
    const parts = PARTS.map((part) => `part=${part}`).join('&');
    this.url = `${config.baseUrl}/${config.rightsPackage}/v1/personer/bulkoppslag?${parts}`;
  }

  /** At most 1,000 identifiers. Persons without a document are unknown to the register. */
  async persons(
    identifiers: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, JsonObject | undefined>, Failure>> {
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
      if (answer.value.status !== 200)
        return err(statusFailure(FOLKEREGISTERET_FAILURES, answer.value, this.clock.now()));
      const found = toLookUps(parseJson(answer.value.body));
      return found === undefined ? err(unreadableFailure(FOLKEREGISTERET_FAILURES, answer.value)) : ok(found);
    } catch (error) {
      return err(transportFailure(FOLKEREGISTERET_FAILURES, error));
    }
  }
}
