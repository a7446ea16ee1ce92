import { verify } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import type { CertificateProblem } from '../certificate/certificate-problem.js';
import type { TrustedCertificate } from '../certificate/certificate-trust.js';
import { isRecord } from '../sbd/json-shape.js';

export interface VerifiedJws {
  readonly payload: Buffer;
  /** Who signed, by a certificate that leads to a trusted root. */
  readonly signer: TrustedCertificate;
}

export type JwsProblem = 'JWS_UNREADABLE' | 'JWS_ALGORITHM_NOT_ALLOWED' | 'JWS_SIGNATURE_WRONG' | CertificateProblem;

/** Digipost signs its receipts with RS512, everybody else with RS256; `none`, HS* and PS* are refused (DPI reference 2.3). */
const ALGORITHMS: ReadonlyMap<unknown, string> = new Map([
  ['RS256', 'RSA-SHA256'],
  ['RS384', 'RSA-SHA384'],
  ['RS512', 'RSA-SHA512'],
]);
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const MAX_CHARACTERS = 4 * 1024 * 1024;
/** Leaf, intermediates and root; more would only cost time. */
const MAX_CERTIFICATES = 8;

/**
 * The key is that of the certificate in x5c and of nothing else: jwk, jku, x5u and kid are not looked at, since whoever
 * writes the message writes them too. Never rejects.
 */
export async function verifyJws(
  jws: string,
  certificates: CertificateChecker,
  at: Date,
  signal: AbortSignal,
): Promise<Result<VerifiedJws, JwsProblem>> {
  if (jws.length > MAX_CHARACTERS || !COMPACT.test(jws)) return err('JWS_UNREADABLE');
  const [head = '', payload = '', signature = ''] = jws.split('.');
  const header = parseHeader(head);
  if (header === undefined) return err('JWS_UNREADABLE');
  const algorithm = ALGORITHMS.get(header['alg']);
  if (algorithm === undefined || 'crit' in header) return err('JWS_ALGORITHM_NOT_ALLOWED');
  const x5c = header['x5c'];
  if (!isCertificateList(x5c)) return err('JWS_UNREADABLE');
  const chain = x5c.map((one) => Buffer.from(one, 'base64'));
  const signer = await certificates.check(chain, 'sign', at, signal);
  if (!signer.ok) return signer;
  const holds = verify(
    algorithm,
    Buffer.from(`${head}.${payload}`, 'ascii'),
    signer.value.x509.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  return holds ? ok({ payload: Buffer.from(payload, 'base64url'), signer: signer.value }) : err('JWS_SIGNATURE_WRONG');
}

function parseHeader(encoded: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return isRecord(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function isCertificateList(x5c: unknown): x5c is string[] {
  return (
    Array.isArray(x5c) &&
    x5c.length > 0 &&
    x5c.length <= MAX_CERTIFICATES &&
    x5c.every((one) => typeof one === 'string')
  );
}
