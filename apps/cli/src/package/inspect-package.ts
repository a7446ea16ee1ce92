import { createHash } from 'node:crypto';
import { CmsError } from '#dpi/package/cms-problem.js';
import { cipherOf, openCms } from '#dpi/package/cms.reader.js';
import {
  openPackage,
  type OpenedDocument,
  type OpenedPackage,
  type PackageProblem,
} from '#dpi/package/package.reader.js';
import { checkMessage } from './check-message.js';
import { CMS_PROBLEMS } from './cms-problems.js';
import { PACKAGE_PROBLEMS } from './package-problems.js';
import {
  PARTS,
  type Finding,
  type PackageError,
  type PackageReport,
  type Part,
  type ReportedDocument,
  type ReportedSigner,
} from './package-report.js';

export interface PackageFiles {
  readonly cms: Buffer;
  /** PKCS#8 or PKCS#1, PEM. */
  readonly key: string;
  /** The JWS of the StandardBusinessDocument. */
  readonly message?: string;
  /** PEM; undefined takes the certificates in the signatures themselves as roots: integrity, not trust. */
  readonly trusted?: string;
}

/** Opens a dokumentpakke as its mailbox provider would. Never throws: whatever the bytes are, the report says what is wrong. */
export async function inspectPackage(files: PackageFiles): Promise<PackageReport> {
  try {
    return await inspect(files);
  } catch {
    return report(
      [],
      [{ code: 'NOT_INSPECTABLE', text: 'The files are damaged in a way that cannot be named.', spoils: PARTS }],
    );
  }
}

/** A report of a package that could not even be looked at. */
export function failedReport(error: PackageError): PackageReport {
  return report([], [{ ...error, spoils: PARTS }]);
}

async function inspect({ cms, key, message, trusted }: PackageFiles): Promise<PackageReport> {
  const result = await openPackage(cms, key);
  const opened = result.ok ? result.value : undefined;
  const findings: Finding[] = result.ok ? [] : problemFindings(result.error, cms, key);
  const checked = message === undefined ? undefined : await checkMessage(message, cms, opened, trusted);
  const encryption = cipherOf(cms);
  return {
    ...report(opened?.documents.map(reportedDocument) ?? [], [...findings, ...(checked?.findings ?? [])]),
    ...(encryption === undefined ? {} : { encryption }),
    ...(opened === undefined ? {} : { signer: reportedSigner(opened), ...reportedSender(opened) }),
    ...(checked?.message === undefined ? {} : { message: checked.message }),
  };
}

/** Of a package that does not decrypt, what is wrong with its encryption comes second, under a code of its own. */
function problemFindings(problem: PackageProblem, cms: Buffer, key: string): Finding[] {
  const found: Finding = { code: problem, ...PACKAGE_PROBLEMS[problem] };
  if (problem !== 'CANNOT_DECRYPT') return [found];
  try {
    openCms(cms, key);
    return [found];
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    return [found, { code: error.problem, text: CMS_PROBLEMS[error.problem], spoils: PARTS }];
  }
}

function reportedDocument({ fileName, mediaType, bytes }: OpenedDocument): ReportedDocument {
  return { fileName, mediaType, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function reportedSigner({ signature: { signer } }: OpenedPackage): ReportedSigner {
  const { organisationNumber, validFrom, validTo, fingerprint } = signer;
  return {
    ...(organisationNumber === undefined ? {} : { organisationNumber }),
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
    fingerprint,
  };
}

function reportedSender({ manifest: { sender, unit } }: OpenedPackage): Pick<PackageReport, 'sender'> {
  if (sender === undefined) return {};
  return { sender: { organisationNumber: sender, ...(unit === undefined ? {} : { unit }) } };
}

function report(documents: PackageReport['documents'], findings: readonly Finding[]): PackageReport {
  const holds = (part: Part): { ok: boolean } => ({ ok: !findings.some(({ spoils }) => spoils.includes(part)) });
  return {
    ok: findings.length === 0,
    digest: holds('digest'),
    signature: holds('signature'),
    schema: holds('schema'),
    documents,
    errors: findings.map(({ code, text }) => ({ code, text })),
  };
}
