import type { SimulatedResponse } from '#channels/simulation/simulated-http.js';

/** Altinn's problem bodies (registers reference 1.8): HTTP status by code, unlisted codes are 400. */
const STATUS: Readonly<Record<number, number>> = {
  1001: 404,
  1029: 404,
  1030: 422,
  1032: 500,
  1034: 409,
  1044: 422,
  2001: 404,
  4001: 401,
  4004: 401,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
};

export class AltinnProblem extends Error {
  constructor(
    readonly errorCode: number,
    detail: string,
  ) {
    super(detail);
  }

  toResponse(): SimulatedResponse {
    const status = STATUS[this.errorCode] ?? 400;
    return {
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'about:blank',
        title: TITLE[status] ?? 'Error',
        status,
        detail: this.message,
        code: `CORR-${String(this.errorCode).padStart(5, '0')}`,
        errorCode: this.errorCode,
      },
    };
  }
}

/** The model's attributes, checked before everything else; all of them at once. */
export class AltinnModelProblem extends Error {
  constructor(readonly errors: Readonly<Record<string, readonly string[]>>) {
    super('Bad Request');
  }

  toResponse(): SimulatedResponse {
    const validationErrors = Object.entries(this.errors).map(([path, details]) => ({
      code: 'CORR.VLD-00000',
      detail: details[0] ?? '',
      paths: [path.replaceAll('.', '/')],
    }));
    return {
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        code: 'STD-00000',
        validationErrors,
        errors: this.errors,
      },
    };
  }
}

export function unauthorised(): SimulatedResponse {
  return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
}

export function forbidden(detail: string): SimulatedResponse {
  return {
    status: 403,
    headers: { 'content-type': 'application/problem+json' },
    body: { title: 'Forbidden', status: 403, detail },
  };
}
