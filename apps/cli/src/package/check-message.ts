import { createHash } from 'node:crypto';
import { CertificateChecker } from '#dpi/certificate/certificate-checker.js';
import { CertificateTrust } from '#dpi/certificate/certificate-trust.js';
import { NO_REVOCATION } from '#dpi/certificate/revocation.port.js';
import { verifyJws, type JwsProblem } from '#dpi/jws/sbd-jws.verifier.js';
import type { OpenedPackage } from '#dpi/package/package.reader.js';
import type { PackageSignature } from '#dpi/package/xades.verifier.js';
import { isReceipt, readSbd, type ReadSbd } from '#dpi/sbd/sbd.reader.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { checkParties } from './check-parties.js';
import type { Finding, ReportedMessage } from './package-report.js';

/** What is wrong, and what the message says of itself when it can be read. */
export interface CheckedMessage {
  readonly findings: readonly Finding[];
  readonly message?: ReportedMessage;
}

/**
 * The message beside a package. Its signature is checked at the time at which the message says it was made, since an
 * old letter was signed by a certificate that has expired by now. For the same reason nobody asks whether it was revoked:
 * issuers take what has expired off their lists.
 */
export async function checkMessage(
  jws: string,
  cms: Buffer,
  opened: OpenedPackage | undefined,
  trusted: string | undefined,
): Promise<CheckedMessage> {
  const read = readSbd(payloadOf(jws));
  if (!read.ok) {
    const where = read.error.slice(0, 5).map(({ path, rule }) => `${path} ${rule}`.trim());
    const text = `The message is not a StandardBusinessDocument: ${where.join('; ')}.`;
    return { findings: [{ code: 'SBD_INVALID', text, spoils: ['digest', 'signature', 'schema'] }] };
  }
  const sbd = read.value;
  const signed = await signatureFindings(jws, sbd, opened?.signature, trusted);
  const parties = isReceipt(sbd) ? [] : checkParties(sbd, opened);
  const { type, messageId, conversationId, from, to, createdAt } = sbd;
  return {
    findings: [...signed, ...digestFindings(sbd, cms), ...parties],
    message: { type, messageId, conversationId, from, to, createdAt: createdAt.toISOString() },
  };
}

async function signatureFindings(
  jws: string,
  sbd: ReadSbd,
  signature: PackageSignature | undefined,
  trusted: string | undefined,
): Promise<Finding[]> {
  const ownChains = [...chainOf(jws), ...(signature?.chain ?? [])].map(pem).join('');
  const trust = new CertificateTrust({ certificates: trusted ?? ownChains, policies: [] });
  const certificates = new CertificateChecker(trust, NO_REVOCATION);
  const verified = await verifyJws(jws, certificates, sbd.createdAt, new AbortController().signal);
  if (!verified.ok) return [finding(verified.error, doubtOf(verified.error, signature, trusted), 'signature')];
  const { organisationNumber } = verified.value.signer;
  const findings: Finding[] = [];
  if (organisationNumber !== sbd.from) {
    findings.push(finding('SIGNED_BY_ANOTHER', 'The message is not signed by the sender that it names.', 'signature'));
  }
  if (signature !== undefined && signature.signer.organisationNumber !== organisationNumber) {
    findings.push(finding('SIGNERS_DIFFER', 'Package and message are signed by different organisations.', 'signature'));
  }
  if (trusted !== undefined && signature !== undefined) {
    const signer = trust.check(signature.chain, 'sign', sbd.createdAt);
    if (!signer.ok)
      findings.push(finding(signer.error, 'The certificate that signed the package is not trusted.', 'signature'));
  }
  return findings;
}

/** A message carries its leaf alone; the way to the root stands in the package, if that could be opened. */
function doubtOf(code: JwsProblem, signature: PackageSignature | undefined, trusted: string | undefined): string {
  const isUntold = code === 'CERTIFICATE_NOT_TRUSTED' && signature === undefined && trusted === undefined;
  return isUntold
    ? 'Who signed the message cannot be told: its certificate chain is in the package, which could not be opened. Give the roots with --trust.'
    : 'The signature of the message does not hold.';
}

function digestFindings(sbd: ReadSbd, cms: Buffer): Finding[] {
  if (isReceipt(sbd)) return [finding('NOT_A_LETTER', `The message is a ${sbd.type}, not a letter.`, 'digest')];
  const digest = createHash('sha256').update(cms).digest('base64');
  return sbd.body.dokumentpakkefingeravtrykk.digestValue === digest
    ? []
    : [
        finding(
          'PACKAGE_CHANGED',
          'The package is not the one that the message was written for (dokumentpakkefingeravtrykk). Give the two that belong together.',
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
