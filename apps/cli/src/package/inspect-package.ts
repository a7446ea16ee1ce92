import { createHash } from 'node:crypto';
import { openPackage } from '#dpi/package/package.reader.js';
import { checkMessage } from './check-message.js';
import { PACKAGE_PROBLEMS } from './package-problems.js';
import { PARTS, type Finding, type PackageError, type PackageReport, type Part } from './package-report.js';

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
  const opened = await openPackage(cms, key);
  const findings: Finding[] = opened.ok ? [] : [{ code: opened.error, ...PACKAGE_PROBLEMS[opened.error] }];
  const signature = opened.ok ? opened.value.signature : undefined;
  if (message !== undefined) findings.push(...checkMessage(message, cms, signature, trusted));
  const documents = opened.ok ? opened.value.documents : [];
  return report(
    documents.map(({ fileName, mediaType, bytes }) => ({
      fileName,
      mediaType,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    findings,
  );
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
