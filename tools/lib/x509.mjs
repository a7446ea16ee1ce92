import { randomBytes } from 'node:crypto';
import forge from 'node-forge';

/**
 * X.509 in the shape of a Norwegian virksomhetssertifikat (SEID 2.0: subject O, CN, organizationIdentifier
 * `NTRNO-<orgnr>` and serialNumber; policy OID of Buypass' test certificates), signed by our own root.
 */
const { asn1, pki, md } = forge;
const ORGANIZATION_IDENTIFIER = '2.5.4.97';
const CERTIFICATE_POLICIES = '2.5.29.32';
const CRL_DISTRIBUTION_POINTS = '2.5.29.31';
/** Nobody's, so that only a gateway with DPI_CRL_MIRRORS finds it: the sandbox moves from port to port. */
const CRL_URL = 'http://crl.sandbox.invalid/root.crl';
const BUYPASS_TEST_POLICY = '2.16.578.1.26.1.0.3.2';
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** `keys` are PEM; returns `{ pem, subject, key }`, which leafCertificate takes as issuer. */
export function rootCertificate(keys) {
  const subject = [
    { shortName: 'C', value: 'NO' },
    utf8('O', 'Meldingsformidler sandkasse'),
    utf8('CN', 'Meldingsformidler sandkasse rot-CA'),
  ];
  const key = pki.privateKeyFromPem(keys.privateKey);
  const certificate = blank(keys, subject, 10);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(key, md.sha256.create());
  const keyIdentifier = certificate.generateSubjectKeyIdentifier().getBytes();
  return { pem: toPem(certificate), subject, key, keyIdentifier };
}

export function leafCertificate(keys, { organisationNumber, name }, root) {
  const subject = [
    { shortName: 'C', value: 'NO' },
    utf8('O', name),
    utf8('CN', name),
    {
      type: ORGANIZATION_IDENTIFIER,
      name: 'organizationIdentifier',
      value: `NTRNO-${organisationNumber}`,
      valueTagClass: asn1.Type.UTF8,
    },
    { type: '2.5.4.5', value: organisationNumber, valueTagClass: asn1.Type.PRINTABLESTRING },
  ];
  const certificate = blank(keys, subject, 3);
  certificate.setIssuer(root.subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, keyEncipherment: true, critical: true },
    { id: CERTIFICATE_POLICIES, value: certificatePolicies(BUYPASS_TEST_POLICY) },
    { id: CRL_DISTRIBUTION_POINTS, value: crlDistributionPoints(CRL_URL) },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: root.keyIdentifier },
  ]);
  certificate.sign(root.key, md.sha256.create());
  return { pem: toPem(certificate) };
}

function blank(keys, subject, years) {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(keys.publicKey);
  // The first byte stays below 0x80: a serial number is positive. Eight bytes, because a signature names the certificate by
  // its serial in decimal, and libxml2's schema validator reads no xs:integer of more than 24 digits.
  certificate.serialNumber = `4${randomBytes(8).toString('hex').slice(1)}`;
  // An hour back, for clocks that differ a little.
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000);
  certificate.validity.notAfter = new Date(Date.now() + years * YEAR_MS);
  certificate.setSubject(subject);
  return certificate;
}

function utf8(shortName, value) {
  return { shortName, value, valueTagClass: asn1.Type.UTF8 };
}

function sequence(children) {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, children);
}

/** One point with one address: [0] distributionPoint, [0] fullName, [6] uniformResourceIdentifier. */
function crlDistributionPoints(url) {
  const tagged = (number, constructed, value) => asn1.create(asn1.Class.CONTEXT_SPECIFIC, number, constructed, value);
  return sequence([sequence([tagged(0, true, [tagged(0, true, [tagged(6, false, url)])])])]);
}

function certificatePolicies(oid) {
  const identifier = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(oid).getBytes());
  return sequence([sequence([identifier])]);
}

function toPem(certificate) {
  return pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}
