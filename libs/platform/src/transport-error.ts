/**
 * A call that got no answer. `sent` is the question that decides everything after it: `no` means that the provider
 * cannot have acted (refused, unresolved, timed out while connecting), so the call may be repeated freely;
 * `maybe` means that bytes left us and the answer is lost, so a deposit is ambiguous.
 */
export class TransportError extends Error {
  constructor(
    readonly sent: 'no' | 'maybe',
    /** Node or undici code: ECONNREFUSED, UND_ERR_HEADERS_TIMEOUT … */
    readonly code: string,
    /** `METHOD origin`: never the path or query, which could hold an identifier. */
    readonly target: string,
    options?: { cause?: unknown },
  ) {
    super(`${target} gave no answer (${code})`, options);
    this.name = 'TransportError';
  }
}
