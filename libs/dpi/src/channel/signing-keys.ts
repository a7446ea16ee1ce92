import { defect, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { SigningIdentity, SigningIdentityStore } from '#platform/signing-identity.store.js';
import type { SigningCertificateCheck } from '../certificate/signing-certificate.check.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { signingFailure } from './signing-certificate.problems.js';

/** The keys that letters are signed with, each looked at before it is used. */
export class SigningKeys {
  constructor(
    private readonly identities: Pick<SigningIdentityStore, 'get'>,
    private readonly certificate: SigningCertificateCheck,
  ) {}

  /** `signer`: organisation number. Never rejects. */
  async get(signer: string, at: Date, signal: AbortSignal): Promise<Result<SigningKey, Failure>> {
    const identity = this.identities.get(signer);
    if (identity === undefined)
      return err(defect('NO_SIGNING_IDENTITY', `There is no certificate and key for ${signer} in CERTIFICATES_DIR.`));
    const key = readKey(identity);
    if (key === undefined) return err(signingFailure('NOT_A_CERTIFICATE', signer));
    const problem = await this.certificate.problemOf(key, at, signal);
    return problem === undefined ? ok(key) : err(signingFailure(problem, signer));
  }
}

function readKey(identity: SigningIdentity): SigningKey | undefined {
  try {
    return signingKey(identity);
  } catch {
    return undefined;
  }
}
