import { BatchedLookUp } from '#channels/batched-look-up.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { osloDate } from '#domain/oslo-time.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient, HttpResponse } from '#platform/http.client.js';
import { readJson, statusFailure, transportFailure } from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import type { NoteSurprise } from '#platform/surprises.js';
import type { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { anotherUnit, ENHETSREGISTERET_FAILURES, registerNotThere } from './enhetsregisteret.errors.js';
import { REMOVED_UNIT, toUnit, type Unit } from './enhetsregisteret.mapper.js';

/** Path and media type of the two kinds of organisations; a number belongs to one of them. */
const KINDS = {
  unit: { path: 'enheter', accept: 'application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8' },
  subUnit: { path: 'underenheter', accept: 'application/vnd.brreg.enhetsregisteret.underenhet.v2+json;charset=UTF-8' },
} as const;

export type UnitKind = keyof typeof KINDS;

/** In `_links` of the API's root, whatever the link is called. */
const UNITS_LINK = /\/enheter\b/;
const ROOT = 'root';

/**
 * The open data of Enhetsregisteret; no authentication.
 *
 * "There is none" (404) and "removed" (410) end letters, and the register says the former with an empty body, as does
 * much that may stand in front of it or at a wrong address. So they are believed in one of two ways only: the body is
 * about the organisation that was asked for, or the API's root (`GET /api`, "lists links to the other services") gives
 * the register's links to a question that was asked after the answer. A number that is known to exist would do as well
 * but for the sandbox and the test environment, which need not have it. What the root said is not kept: whoever has
 * just been replaced by a proxy was there a minute ago. All that wait at the same time share one such question, and only
 * those ask it for whom the answer decides; unknown organisations are rare.
 */
export class EnhetsregisteretClient {
  private readonly rootLookUp: BatchedLookUp<true>;

  constructor(
    private readonly http: HttpClient,
    private readonly config: EnhetsregisteretConfig,
    private readonly clock: Clock,
    private readonly note: NoteSurprise,
  ) {
    this.rootLookUp = new BatchedLookUp({
      maxKeys: 1,
      concurrency: 1,
      load: async (_keys, signal) => ok(new Map([[ROOT, await this.askRoot(signal)]])),
    });
  }

  /** Undefined when nothing of this kind has the number: not to be believed before `confirmThere`. */
  async find(
    kind: UnitKind,
    organisationNumber: string,
    signal: AbortSignal,
  ): Promise<Result<Unit | undefined, Failure>> {
    const { path, accept } = KINDS[kind];
    const response = await this.get(`${path}/${encodeURIComponent(organisationNumber)}`, accept, signal);
    if (!response.ok) return response;
    switch (response.value.status) {
      case 404:
        return isEmptyOrOwn(response.value) ? ok(undefined) : err(this.failure(response.value));
      case 410:
        return this.removed(organisationNumber, response.value, signal);
      case 200: {
        const body = readJson(ENHETSREGISTERET_FAILURES, response.value);
        return body.ok ? toUnit(body.value, { organisationNumber, today: this.today() }, this.note) : body;
      }
      default:
        return err(this.failure(response.value));
    }
  }

  /** Whether it is the register that answers at the address: asks now, with whoever else wants to know. */
  confirmThere(signal: AbortSignal): Promise<Result<true, Failure>> {
    return this.rootLookUp.lookUp(ROOT, signal);
  }

  private async removed(
    organisationNumber: string,
    response: HttpResponse,
    signal: AbortSignal,
  ): Promise<Result<Unit, Failure>> {
    if (!isEmptyOrOwn(response)) return err(this.failure(response));
    const body = parseJson(response.body);
    const about = isJsonObject(body) ? body['organisasjonsnummer'] : undefined;
    if (about === organisationNumber) return ok(REMOVED_UNIT);
    if (about !== undefined) return err(anotherUnit());
    const there = await this.confirmThere(signal);
    return there.ok ? ok(REMOVED_UNIT) : there;
  }

  private async askRoot(signal: AbortSignal): Promise<Result<true, Failure>> {
    const response = await this.get('', 'application/json', signal);
    if (!response.ok) return response;
    const { status, body } = response.value;
    if (status === 429 || status >= 500) return err(this.failure(response.value));
    const root = parseJson(body);
    const links = isJsonObject(root) ? root['_links'] : undefined;
    return status === 200 && isJsonObject(links) && UNITS_LINK.test(JSON.stringify(links)) ? ok(true) : NOT_THERE;
  }

  private async get(path: string, accept: string, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const url = `${this.config.baseUrl}/api${path === '' ? '' : `/${path}`}`;
    try {
      return ok(await this.http.request({ method: 'GET', url, headers: { accept }, signal }));
    } catch (error) {
      return err(transportFailure(ENHETSREGISTERET_FAILURES, error));
    }
  }

  private failure(response: HttpResponse): Failure {
    return statusFailure(ENHETSREGISTERET_FAILURES, response, this.clock.now());
  }

  private today(): string {
    const { year, month, day } = osloDate(this.clock.now()).date;
    return [String(year), ...[month, day].map((number) => String(number).padStart(2, '0'))].join('-');
  }
}

const NOT_THERE = err(registerNotThere());

/** A web page has a body, or says that it is one. */
function isEmptyOrOwn(response: HttpResponse): boolean {
  const isPage = /html/i.test(response.headers['content-type'] ?? '');
  return (response.body.length === 0 && !isPage) || ENHETSREGISTERET_FAILURES.isInOwnWords(response);
}
