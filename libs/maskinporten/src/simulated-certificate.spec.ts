import forge from 'node-forge';
import { describe, expect, it } from '@jest/globals';
import { FileKeys } from '#channels/simulation/file-keys.js';
import { readCertificateChain } from './simulated-certificate.js';
import { chainOf, ORGANISATION } from './testing/simulated-grants.js';

const keys = new FileKeys('config/certificates');
const root = forge.pki.certificateFromPem(keys.root);
const INTERMEDIATE = [{ name: 'commonName', value: 'Prøve-CA under roten' }];
const BUSINESS = [{ type: '2.5.4.97', value: `NTRNO-${ORGANISATION}` }];

interface Certificate {
  readonly subject: forge.pki.CertificateField[];
  readonly issuer: forge.pki.CertificateField[];
  /** Names of test keys. */
  readonly key: string;
  readonly signedBy: string;
}

/** Base64 of DER. */
function certificate({ subject, issuer, key, signedBy }: Certificate): string {
  const made = forge.pki.createCertificate();
  const own = forge.pki.privateKeyFromPem(keys.get(key)?.privateKey ?? '');
  made.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
  made.serialNumber = '01';
  made.validity.notBefore = new Date(Date.now() - 3_600_000);
  made.validity.notAfter = new Date(Date.now() + 3_600_000);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.sign(forge.pki.privateKeyFromPem(keys.get(signedBy)?.privateKey ?? ''), forge.md.sha256.create());
  return forge.util.encode64(forge.asn1.toDer(forge.pki.certificateToAsn1(made)).getBytes());
}

function read(...x5c: readonly string[]): string | undefined {
  return readCertificateChain(x5c, keys.root, new Date())?.organisationNumber;
}

describe('x5c', () => {
  const [own = '', rootCertificate = ''] = chainOf(ORGANISATION);

  it('of the test certificates, which the root itself issues, is whole with and without the root', () => {
    expect(read(own, rootCertificate)).toBe(ORGANISATION);
    expect(read(own)).toBe(ORGANISATION);
  });

  it('is refused without the intermediate of its certificate, and when that is another', () => {
    const between = { subject: INTERMEDIATE, key: 'maskinporten' };
    const intermediate = certificate({ ...between, issuer: root.subject.attributes, signedBy: 'root' });
    const stranger = certificate({ ...between, issuer: INTERMEDIATE, signedBy: 'maskinporten' });
    const leaf = certificate({ subject: BUSINESS, key: ORGANISATION, issuer: INTERMEDIATE, signedBy: 'maskinporten' });
    expect(read(leaf, intermediate)).toBe(ORGANISATION);
    expect(read(leaf, intermediate, rootCertificate)).toBe(ORGANISATION);
    expect(read(leaf)).toBeUndefined();
    expect(read(leaf, rootCertificate)).toBeUndefined();
    expect(read(leaf, stranger)).toBeUndefined();
    expect(read(intermediate, leaf)).toBeUndefined();
  });
});
