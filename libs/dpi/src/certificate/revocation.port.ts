import type { CertificateInfo } from './certificate-info.js';

/** Whether any certificate of a path was revoked. */
export interface RevocationCheck {
  /** `path`: leaf first, root last. `unknown` when the caller gives up; never rejects. */
  check(path: readonly CertificateInfo[], at: Date, signal: AbortSignal): Promise<RevocationVerdict>;
}

export type RevocationVerdict =
  | { readonly kind: 'good'; /** Not to be asked again before. */ readonly until: Date }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unknown' };

/** For `DPI_REVOCATION=off`, and for looking at old packages, whose revocation lists are long gone. */
export const NO_REVOCATION: RevocationCheck = {
  check: (_path, at) => Promise.resolve({ kind: 'good', until: new Date(at.getTime() + 3_600_000) }),
};
