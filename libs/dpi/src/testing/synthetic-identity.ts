import forge from 'node-forge';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { TestKeys, type TestKey } from './test-keys.js';

/** One pool for all authorities of a spec, so that no two of them share a key. */
const keys = new TestKeys();

/** What a certificate has other than a right one. */
export interface CertificateWishes {
  readonly from?: Date;
  readonly to?: Date;
  /** Undefined leaves keyUsage out. */
  readonly keyUsage?: Readonly<Record<string, boolean>> | undefined;
  readonly isAuthority?: boolean;
  readonly pathLength?: number;
  readonly policies?: readonly string[];
  readonly crlUrls?: readonly string[];
  readonly hash?: 'md5' | 'sha1' | 'sha256' | 'sha384';
  /** One of the pool's when it is left out; give it to certificates that never meet. */
  readonly key?: TestKey;
  readonly subject?: readonly forge.pki.CertificateField[];
  readonly unknownExtension?: 'critical' | 'optional';
}

export const LEAF_USAGE = { digitalSignature: true, nonRepudiation: true, keyEncipherment: true, critical: true };
const AUTHORITY_USAGE = { keyCertSign: true, cRLSign: true, critical: true };

/** A root of the test's own, or an authority below one, and certificates below it. */
export class SyntheticAuthority {
  readonly certificate: string;
  /** PEM, to sign revocation lists with. */
  readonly privateKey: string;
  private readonly subject: forge.pki.CertificateField[];
  private serial = 1;

  constructor(parent?: SyntheticAuthority, wishes: CertificateWishes = {}) {
    const key = wishes.key ?? keys.take();
    this.privateKey = key.privateKey;
    this.subject = [{ name: 'commonName', value: parent === undefined ? 'Prøverot' : 'Prøveutsteder' }];
    this.certificate = (parent ?? this).certify(key.publicKey, this.subject, {
      isAuthority: true,
      keyUsage: AUTHORITY_USAGE,
      ...wishes,
    });
  }

  /** A virksomhetssertifikat of a synthetic organisation. */
  issue(organisationNumber: string, wishes: CertificateWishes = {}): SigningIdentity {
    const { publicKey, privateKey } = wishes.key ?? keys.take();
    const subject = wishes.subject ?? [
      { name: 'organizationName', value: 'Prøveetaten' },
      { type: '2.5.4.97', value: `NTRNO-${organisationNumber}` },
      { name: 'commonName', value: 'Prøveetaten' },
    ];
    const leaf = this.certify(publicKey, subject, { keyUsage: LEAF_USAGE, ...wishes });
    return { organisationNumber, certificateChain: [leaf, this.certificate], privateKey };
  }

  private certify(
    publicKey: string,
    subject: readonly forge.pki.CertificateField[],
    wishes: CertificateWishes,
  ): string {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
    certificate.serialNumber = (this.serial++).toString(16).padStart(2, '0');
    certificate.validity.notBefore = wishes.from ?? new Date('2020-01-01T00:00:00Z');
    certificate.validity.notAfter = wishes.to ?? new Date('2040-01-01T00:00:00Z');
    certificate.setSubject(utf8(subject));
    certificate.setIssuer(utf8(this.subject));
    certificate.setExtensions(extensionsOf(wishes));
    certificate.sign(forge.pki.privateKeyFromPem(this.privateKey), forge.md[wishes.hash ?? 'sha256'].create());
    return forge.pki.certificateToPem(certificate);
  }
}

function extensionsOf({ isAuthority = false, ...wishes }: CertificateWishes): object[] {
  const constraint = wishes.pathLength === undefined ? {} : { pathLenConstraint: wishes.pathLength };
  return [
    { name: 'basicConstraints', cA: isAuthority, ...(isAuthority ? { critical: true, ...constraint } : {}) },
    ...(wishes.keyUsage === undefined ? [] : [{ name: 'keyUsage', ...wishes.keyUsage }]),
    ...(wishes.policies === undefined ? [] : [{ id: '2.5.29.32', value: policies(wishes.policies) }]),
    ...(wishes.crlUrls === undefined ? [] : [{ id: '2.5.29.31', value: distributionPoints(wishes.crlUrls) }]),
    ...(wishes.unknownExtension === undefined
      ? []
      : [{ id: '1.2.3.4.5', critical: wishes.unknownExtension === 'critical', value: sequence([]) }]),
  ];
}

function policies(oids: readonly string[]): forge.asn1.Asn1 {
  const identifier = (oid: string): forge.asn1.Asn1 =>
    forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.OID, false, forge.asn1.oidToDer(oid).getBytes());
  return sequence(oids.map((oid) => sequence([identifier(oid)])));
}

function distributionPoints(urls: readonly string[]): forge.asn1.Asn1 {
  const tagged = (tag: forge.asn1.Type, value: string | forge.asn1.Asn1[]): forge.asn1.Asn1 =>
    forge.asn1.create(forge.asn1.Class.CONTEXT_SPECIFIC, tag, typeof value !== 'string', value);
  // Context tags 0 and 6, by the names that forge has for universal tags of these numbers.
  const { NONE, OID } = forge.asn1.Type;
  const point = (url: string): forge.asn1.Asn1 => sequence([tagged(NONE, [tagged(NONE, [tagged(OID, url)])])]);
  return sequence(urls.map(point));
}

function sequence(children: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.SEQUENCE, true, children);
}

/** forge writes PrintableString unless told otherwise, which has no æøå. */
function utf8(fields: readonly forge.pki.CertificateField[]): forge.pki.CertificateField[] {
  return fields.map((field) => ({ ...field, valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class }));
}
