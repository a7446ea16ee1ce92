import type { SimulatedResponse } from '#channels/simulation/simulated-http.js';

export type SimulatedOAuthError =
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_authorization_details'
  | 'invalid_altinn_customer_configuration';

/** A refusal in Maskinporten's words (registers reference 3.1). */
export class GrantRefusal extends Error {
  constructor(
    readonly status: 400 | 403,
    readonly error: SimulatedOAuthError,
    description: string,
    readonly code: string,
  ) {
    super(description);
    this.name = 'GrantRefusal';
  }

  toResponse(): SimulatedResponse {
    return {
      status: this.status,
      body: {
        error: this.error,
        error_description: `${this.message} (${this.code})`,
        error_uri: 'https://docs.digdir.no/docs/Maskinporten/maskinporten_feilsoking',
      },
    };
  }
}

/** What most refusals are. */
export function invalidAssertion(what: string, code: string): GrantRefusal {
  return new GrantRefusal(400, 'invalid_grant', `Invalid assertion. ${what}`, code);
}

export function invalidParameter(what: string): GrantRefusal {
  return new GrantRefusal(400, 'invalid_request', `Invalid assertion. Invalid parameter value: ${what}`, 'MP-011');
}
