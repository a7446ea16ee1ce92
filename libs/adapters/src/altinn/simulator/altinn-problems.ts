import { randomBytes } from 'node:crypto';
import type { SimulatedResponse } from '#channels/simulation/simulated-http.js';
import { ALTINN_CODES } from './altinn-codes.js';

/**
 * Altinn's problem bodies (registers reference 1.8). A business problem is sent as application/json, as the endpoints
 * declare, a model problem as application/problem+json, as the framework does: a client has to read both.
 */
interface StatusWords {
  readonly title: string;
  readonly section: string;
}

const STATUS_WORDS: Readonly<Record<number, StatusWords>> = {
  400: { title: 'Bad Request', section: 'rfc9110#section-15.5.1' },
  401: { title: 'Unauthorized', section: 'rfc9110#section-15.5.2' },
  404: { title: 'Not Found', section: 'rfc9110#section-15.5.5' },
  408: { title: 'Request Timeout', section: 'rfc9110#section-15.5.9' },
  409: { title: 'Conflict', section: 'rfc9110#section-15.5.10' },
  422: { title: 'Unprocessable Entity', section: 'rfc9110#section-15.5.21' },
  451: { title: 'Unavailable For Legal Reasons', section: 'rfc7725#section-3' },
  500: { title: 'Internal Server Error', section: 'rfc9110#section-15.6.1' },
  502: { title: 'Bad Gateway', section: 'rfc9110#section-15.6.3' },
};

const UNKNOWN: StatusWords = { title: 'Error', section: 'rfc9110' };

/** The first rule that a request breaks, by its code in `altinn-codes.ts`. */
export class AltinnProblem extends Error {
  /** `detail` in place of the table's: the real service repeats the recipient in some of them. */
  constructor(
    readonly errorCode: number,
    detail = ALTINN_CODES.get(errorCode)?.detail ?? 'Error',
  ) {
    super(detail);
    this.name = 'AltinnProblem';
  }

  toResponse(): SimulatedResponse {
    const status = ALTINN_CODES.get(this.errorCode)?.status ?? 400;
    const { title, section } = STATUS_WORDS[status] ?? UNKNOWN;
    const body = {
      type: `https://tools.ietf.org/html/${section}`,
      title,
      status,
      detail: this.message,
      code: `CORR-${String(this.errorCode).padStart(5, '0')}`,
      statusDescription: title,
      traceId: traceId(),
      errorCode: this.errorCode,
    };
    return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
  }
}

/** The model's attributes, checked before everything else; all of them at once, by the path of the field. */
export class AltinnModelProblem extends Error {
  constructor(readonly errors: Readonly<Record<string, readonly string[]>>) {
    super('Bad Request');
    this.name = 'AltinnModelProblem';
  }

  toResponse(): SimulatedResponse {
    const validationErrors = Object.entries(this.errors).flatMap(([path, details]) =>
      details.map((detail) => ({ code: 'CORR.VLD-00000', detail, paths: [path.replaceAll('.', '/')] })),
    );
    const body = {
      type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
      title: 'Bad Request',
      status: 400,
      code: 'STD-00000',
      validationErrors,
      errors: this.errors,
      traceId: traceId(),
    };
    return { status: 400, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body };
  }
}

function traceId(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
