import type { PrintServiceFacts } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import { defect, type Failure } from '#domain/failure.js';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import type { AuthorisedClient } from '#maskinporten/authorised.client.js';
import type { HttpClient } from '#platform/http.client.js';
import { statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import { parseJson } from '#platform/parse-json.js';
import type { KrrConfig } from './krr.config.js';
import { KRR_FAILURES } from './krr.errors.js';
import { toPersons, toPrintService } from './krr.mapper.js';

/** KRR's REST interface, version 2. Identifiers travel in the body, never in the URL. */
export class KrrClient {
  constructor(
    private readonly http: HttpClient,
    private readonly authorised: AuthorisedClient,
    private readonly config: KrrConfig,
    private readonly clock: Clock,
  ) {}

  /** At most 1,000 identifiers. KRR answers for every one, so a missing person is a fault and not "not registered". */
  async persons(
    identifiers: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, ContactFacts>, Failure>> {
    try {
      const answer = await this.authorised.request(
        {
          method: 'POST',
          url: `${this.config.baseUrl}/rest/v2/personer`,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ personidentifikatorer: identifiers }),
        },
        signal,
      );
      if (!answer.ok) return answer;
      if (answer.value.status !== 200) return err(statusFailure(KRR_FAILURES, answer.value, this.clock.now()));
      const persons = toPersons(parseJson(answer.value.body));
      if (persons === undefined) return err(unreadableFailure(KRR_FAILURES, answer.value));
      return identifiers.every((identifier) => persons.has(identifier))
        ? ok(persons)
        : err(defect('KRR_INCOMPLETE_ANSWER', `${KRR_FAILURES.provider} left out persons that were asked for`));
    } catch (error) {
      return err(transportFailure(KRR_FAILURES, error));
    }
  }

  /** Needs no token (so eFormidling calls it). */
  async printCertificate(signal: AbortSignal): Promise<Result<PrintServiceFacts, Failure>> {
    try {
      const url = `${this.config.baseUrl}/rest/v2/printSertifikat`;
      const response = await this.http.request({ method: 'GET', url, headers: { accept: 'application/json' }, signal });
      if (response.status !== 200) return err(statusFailure(KRR_FAILURES, response, this.clock.now()));
      const facts = toPrintService(parseJson(response.body));
      return facts === undefined ? err(unreadableFailure(KRR_FAILURES, response)) : ok(facts);
    } catch (error) {
      return err(transportFailure(KRR_FAILURES, error));
    }
  }
}
