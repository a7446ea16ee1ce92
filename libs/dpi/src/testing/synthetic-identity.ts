import forge from 'node-forge';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { TestKeys } from './test-keys.js';

/** One pool for all authorities of a spec, so that no two of them share a key. */
const keys = new TestKeys();

/** A root of the test's own and certificates below it. */
export class SyntheticAuthority {
  private readonly key = keys.take();
  private readonly subject = [{ name: 'commonName', value: 'Prøverot' }];
  readonly certificate: string;
  private serial = 1;

  constructor() {
    const root = this.unsigned(this.key.publicKey, this.subject);
    root.setExtensions([
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ]);
    this.certificate = this.signed(root);
  }

  /** A virksomhetssertifikat of a synthetic organisation. */
  issue(organisationNumber: string): SigningIdentity {
    const { publicKey, privateKey } = keys.take();
    const leaf = this.unsigned(publicKey, [
      { name: 'organizationName', value: 'Prøveetaten' },
      { type: '2.5.4.97', value: `NTRNO-${organisationNumber}` },
      { name: 'commonName', value: 'Prøveetaten' },
    ]);
    leaf.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, keyEncipherment: true, critical: true },
    ]);
    return { organisationNumber, certificateChain: [this.signed(leaf), this.certificate], privateKey };
  }

  private unsigned(publicKey: string, subject: forge.pki.CertificateField[]): forge.pki.Certificate {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
    certificate.serialNumber = (this.serial++).toString(16).padStart(2, '0');
    certificate.validity.notBefore = new Date('2020-01-01T00:00:00Z');
    certificate.validity.notAfter = new Date('2040-01-01T00:00:00Z');
    certificate.setSubject(utf8(subject));
    certificate.setIssuer(utf8(this.subject));
    return certificate;
  }

  private signed(certificate: forge.pki.Certificate): string {
    certificate.sign(forge.pki.privateKeyFromPem(this.key.privateKey), forge.md.sha256.create());
    return forge.pki.certificateToPem(certificate);
  }
}

/** forge writes PrintableString unless told otherwise, which has no æøå. */
function utf8(fields: readonly forge.pki.CertificateField[]): forge.pki.CertificateField[] {
  return fields.map((field) => ({ ...field, valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class }));
}
