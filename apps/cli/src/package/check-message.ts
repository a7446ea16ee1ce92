import { createHash } from 'node:crypto';
import { CertificateTrust } from '#dpi/certificate/certificate-trust.js';
import { verifyJws } from '#dpi/jws/sbd-jws.verifier.js';
import type { PackageSignature } from '#dpi/package/xades.verifier.js';
import { readSbd, type ReadSbd } from '#dpi/sbd/sbd.reader.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import type { Finding } from './package-report.js';

/**
 * The message beside a package. Its signature is checked at the time at which the message says it was made, since an
 * old letter was signed by a certificate that has expired by now.
 */
export function checkMessage(
  jws: string,
  cms: Buffer,
  signature: PackageSignature | undefined,
  trusted: string | undefined,
): Finding[] {
  const sbd = readSbd(payloadOf(jws));
  if (!sbd.ok) {
    const where = sbd.error.slice(0, 5).map(({ path, rule }) => `${path} ${rule}`.trim());
    return [
      {
        code: 'SBD_INVALID',
        text: `The message is not a StandardBusinessDocument: ${where.join('; ')}.`,
        spoils: ['digest', 'signature', 'schema'],
      },
    ];
  }
  return [...signatureFindings(jws, sbd.value, signature, trusted), ...digestFindings(sbd.value, cms)];
}

function signatureFindings(
  jws: string,
  sbd: ReadSbd,
  signature: PackageSignature | undefined,
  trusted: string | undefined,
): Finding[] {
  const ownChains = [...chainOf(jws), ...(signature?.chain ?? [])].map(pem).join('');
  const trust = new CertificateTrust({ certificates: trusted ?? ownChains, policies: [] });
  const verified = verifyJws(jws, trust, sbd.createdAt);
  if (!verified.ok) return [finding(verified.error, 'The signature of the message does not hold.', 'signature')];
  const { organisationNumber } = verified.value.signer;
  const findings: Finding[] = [];
  if (organisationNumber !== sbd.from) {
    findings.push(finding('SIGNED_BY_ANOTHER', 'The message is not signed by the sender that it names.', 'signature'));
  }
  if (signature !== undefined && signature.signer.organisationNumber !== organisationNumber) {
    findings.push(finding('SIGNERS_DIFFER', 'Package and message are signed by different organisations.', 'signature'));
  }
  if (trusted !== undefined && signature !== undefined) {
    const signer = trust.check(signature.chain, sbd.createdAt);
    if (!signer.ok)
      findings.push(finding(signer.error, 'The certificate that signed the package is not trusted.', 'signature'));
  }
  return findings;
}

function digestFindings(sbd: ReadSbd, cms: Buffer): Finding[] {
  if (sbd.type !== 'digital') return [finding('NOT_A_LETTER', `The message is a ${sbd.type}, not a letter.`, 'digest')];
  const digest = createHash('sha256').update(cms).digest('base64');
  return sbd.body.dokumentpakkefingeravtrykk.digestValue === digest
    ? []
    : [
        finding(
          'PACKAGE_CHANGED',
          'The package is not the one that the message was written for (dokumentpakkefingeravtrykk).',
          'digest',
        ),
      ];
}

function finding(code: string, text: string, spoils: 'digest' | 'signature'): Finding {
  return { code, text, spoils: [spoils] };
}

function payloadOf(jws: string): Buffer {
  return Buffer.from(jws.split('.')[1] ?? '', 'base64url');
}

/** DER of the certificates in the header; nothing when it cannot be read, which verifyJws then says. */
function chainOf(jws: string): readonly Buffer[] {
  const header = parseJson(Buffer.from(jws.split('.')[0] ?? '', 'base64url'));
  const x5c = isJsonObject(header) ? header['x5c'] : undefined;
  return Array.isArray(x5c)
    ? x5c.filter((one) => typeof one === 'string').map((one) => Buffer.from(one, 'base64'))
    : [];
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}
