import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient, HttpResponse } from '#platform/http.client.js';
import { statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import { parseJson } from '#platform/parse-json.js';
import type { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { ENHETSREGISTERET_FAILURES } from './enhetsregisteret.errors.js';
import { REMOVED_ORGANISATION, toRegistration, UNKNOWN_ORGANISATION } from './enhetsregisteret.mapper.js';

/** Path and media type of the two kinds of organisations; a number belongs to one of them. */
const KINDS = [
  { path: 'enheter', accept: 'application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8' },
  { path: 'underenheter', accept: 'application/vnd.brreg.enhetsregisteret.underenhet.v2+json;charset=UTF-8' },
] as const;

/** The open data of Enhetsregisteret; no authentication. */
export class EnhetsregisteretClient {
  constructor(
    private readonly http: HttpClient,
    private readonly config: EnhetsregisteretConfig,
    private readonly clock: Clock,
  ) {}

  /** A sub-unit's number gives 404 among the units, so both are asked before it is unknown. */
  async organisation(
    organisationNumber: string,
    signal: AbortSignal,
  ): Promise<Result<OrganisationRegistration, Failure>> {
    try {
      for (const { path, accept } of KINDS) {
        const url = `${this.config.baseUrl}/api/${path}/${encodeURIComponent(organisationNumber)}`;
        const response = await this.http.request({ method: 'GET', url, headers: { accept }, signal });
        if (response.status !== 404) return this.read(response);
        // A register that has moved answers 404 with a web page; that is not "unknown".
        if (/html/i.test(response.headers['content-type'] ?? ''))
          return err(unreadableFailure(ENHETSREGISTERET_FAILURES, response));
      }
      return ok(UNKNOWN_ORGANISATION);
    } catch (error) {
      return err(transportFailure(ENHETSREGISTERET_FAILURES, error));
    }
  }

  private read(response: HttpResponse): Result<OrganisationRegistration, Failure> {
    if (response.status === 410) return ok(REMOVED_ORGANISATION);
    if (response.status !== 200) return err(statusFailure(ENHETSREGISTERET_FAILURES, response, this.clock.now()));
    const registration = toRegistration(parseJson(response.body));
    return registration === undefined ? err(unreadableFailure(ENHETSREGISTERET_FAILURES, response)) : ok(registration);
  }
}
