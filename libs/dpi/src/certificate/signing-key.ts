import { createHash, createPrivateKey } from 'node:crypto';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';
import { SIGNATURES } from './signature-workers.js';

/**
 * A virksomhetssertifikat ready to sign with: the same key signs the package and the message (DPI reference 1.6).
 * Keys are parsed and certificates encoded once per identity, and signing runs on threads of its own.
 */
export interface SigningKey {
  readonly organisationNumber: string;
  /** Leaf first, root last. */
  readonly chain: readonly CertificateInfo[];
  readonly leaf: CertificateInfo;
  /** The chain as messages and signatures carry it: base64 of the DER, encoded once and not for every letter. */
  readonly encodedChain: readonly string[];
  /** Base64 SHA-1 of the leaf's DER: how the XAdES profile names the certificate. */
  readonly leafSha1: string;
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
    encodedChain: chain.map(({ der }) => der.toString('base64')),
    leafSha1: createHash('sha1').update(leaf.der).digest('base64'),
    belongsToLeaf: leaf.x509.checkPrivateKey(key),
    sign: (data) => SIGNATURES.sign(data, key),
  };
  known.set(identity, created);
  return created;
}
