import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { osloDate } from '#domain/oslo-time.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient, HttpResponse } from '#platform/http.client.js';
import { readJson, statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import type { NoteSurprise } from '#platform/surprises.js';
import type { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { ENHETSREGISTERET_FAILURES } from './enhetsregisteret.errors.js';
import { REMOVED_UNIT, toUnit, type Unit } from './enhetsregisteret.mapper.js';

/** Path and media type of the two kinds of organisations; a number belongs to one of them. */
const KINDS = {
  unit: { path: 'enheter', accept: 'application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8' },
  subUnit: { path: 'underenheter', accept: 'application/vnd.brreg.enhetsregisteret.underenhet.v2+json;charset=UTF-8' },
} as const;

export type UnitKind = keyof typeof KINDS;

/** The open data of Enhetsregisteret; no authentication. */
export class EnhetsregisteretClient {
  constructor(
    private readonly http: HttpClient,
    private readonly config: EnhetsregisteretConfig,
    private readonly clock: Clock,
    private readonly note: NoteSurprise,
  ) {}

  /** Undefined when the register has none of this kind with the number. */
  async find(
    kind: UnitKind,
    organisationNumber: string,
    signal: AbortSignal,
  ): Promise<Result<Unit | undefined, Failure>> {
    const { path, accept } = KINDS[kind];
    const url = `${this.config.baseUrl}/api/${path}/${encodeURIComponent(organisationNumber)}`;
    try {
      const response = await this.http.request({ method: 'GET', url, headers: { accept }, signal });
      return this.read(organisationNumber, response);
    } catch (error) {
      return err(transportFailure(ENHETSREGISTERET_FAILURES, error));
    }
  }

  private read(organisationNumber: string, response: HttpResponse): Result<Unit | undefined, Failure> {
    switch (response.status) {
      case 404:
        return isOwn(response) ? ok(undefined) : err(unreadableFailure(ENHETSREGISTERET_FAILURES, response));
      case 410:
        return isOwn(response) ? ok(REMOVED_UNIT) : err(unreadableFailure(ENHETSREGISTERET_FAILURES, response));
      case 200: {
        const body = readJson(ENHETSREGISTERET_FAILURES, response);
        return body.ok ? toUnit(body.value, { organisationNumber, today: this.today() }, this.note) : body;
      }
      default:
        return err(statusFailure(ENHETSREGISTERET_FAILURES, response, this.clock.now()));
    }
  }

  private today(): string {
    const { year, month, day } = osloDate(this.clock.now()).date;
    return [String(year), ...[month, day].map((number) => String(number).padStart(2, '0'))].join('-');
  }
}

/** The register says that there is none without a body or in JSON; anything else is said by what stands in its place. */
function isOwn(response: HttpResponse): boolean {
  return response.body.length === 0 || readJson(ENHETSREGISTERET_FAILURES, response).ok;
}
