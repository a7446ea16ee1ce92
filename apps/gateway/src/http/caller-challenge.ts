export interface BearerError {
  /** Left out when there was no token at all: the caller has made no mistake yet (RFC 6750 3.1). */
  readonly error?: 'invalid_token' | 'insufficient_scope';
  readonly description?: string;
  readonly scope?: string;
}

/** `WWW-Authenticate` of a call that needs a token (RFC 6750 3). */
export function bearerChallenge({ error, description, scope }: BearerError): string {
  const parameters = Object.entries({ realm: 'meldingsformidler', error, error_description: description, scope });
  const given = parameters.flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${quotable(value)}"`]));
  return `Bearer ${given.join(', ')}`;
}

/** What an error description may hold: printable ASCII without quotation mark and backslash (RFC 6750 3). */
function quotable(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/g, '?');
}
