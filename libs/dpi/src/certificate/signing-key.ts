import { createPrivateKey, sign } from 'node:crypto';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';

/**
 * A virksomhetssertifikat ready to sign with: the same key signs the package and the message (DPI reference 1.6).
 * Keys are parsed once per identity, and signing runs on Node's thread pool: an RSA signature takes about a
 * millisecond, which on the event loop would be the limit of the whole gateway.
 */
export interface SigningKey {
  readonly organisationNumber: string;
  /** Leaf first, root last. */
  readonly chain: readonly CertificateInfo[];
  readonly leaf: CertificateInfo;
  /** Whether the private key is that of the leaf. */
  readonly belongsToLeaf: boolean;
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  sign(data: Buffer): Promise<Buffer>;
}

const known = new WeakMap<SigningIdentity, SigningKey>();

/** Throws when the identity has no certificate or its key is not one: a defect of the configuration. */
export function signingKey(identity: SigningIdentity): SigningKey {
  const cached = known.get(identity);
  if (cached !== undefined) return cached;
  const chain = identity.certificateChain.map(certificateInfo);
  const [leaf] = chain;
  if (leaf === undefined) throw new Error(`The signing identity ${identity.organisationNumber} has no certificate.`);
  const key = createPrivateKey(identity.privateKey);
  const created: SigningKey = {
    organisationNumber: identity.organisationNumber,
    chain,
    leaf,
    belongsToLeaf: leaf.x509.checkPrivateKey(key),
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign('RSA-SHA256', data, key, (error, signature) => {
          if (error === null) resolve(signature);
          else reject(error);
        });
      }),
  };
  known.set(identity, created);
  return created;
}
