import type { LookUpAnswers } from '#channels/batched-look-up.js';
import type { PrintServiceFacts } from '#channels/registers.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import type { AuthorisedClient } from '#maskinporten/authorised.client.js';
import type { HttpClient } from '#platform/http.client.js';
import { readJson, statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import type { NoteSurprise } from '#platform/surprises.js';
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
    private readonly note: NoteSurprise,
  ) {}

  /** At most 1,000 identifiers. KRR answers for every one, so who is missing is a fault and not "not registered". */
  async persons(identifiers: readonly string[], signal: AbortSignal): Promise<LookUpAnswers<ContactFacts>> {
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
      const json = readJson(KRR_FAILURES, answer.value);
      if (!json.ok) return json;
      const persons = toPersons(json.value, new Set(identifiers), this.note);
      return persons === undefined ? err(unreadableFailure(KRR_FAILURES, answer.value)) : ok(persons);
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
      const json = readJson(KRR_FAILURES, response);
      if (!json.ok) return json;
      return toPrintService(json.value, this.note) ?? err(unreadableFailure(KRR_FAILURES, response));
    } catch (error) {
      return err(transportFailure(KRR_FAILURES, error));
    }
  }
}
