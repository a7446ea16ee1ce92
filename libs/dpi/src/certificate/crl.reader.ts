import { constants, verify, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.js';
import { berAt, BerError, berOid, readBer } from '../asn1/ber.reader.js';
import { derChildren, derSpan, type DerSpan } from '../asn1/der-span.js';
import { readTime } from '../asn1/der-time.js';
import type { CertificateInfo } from './certificate-info.js';
import { revokedSerials, serialKey } from './crl-entries.js';
import { crlScope, type CrlScope } from './crl-extensions.js';
import type { CrlProblem } from './crl-problem.js';
import { RSASSA_PSS, signatureHash } from './signature-hash.js';

/** A revocation list whose issuer's signature holds. */
export interface RevocationList {
  /** From then on it says nothing. */
  readonly nextUpdate: Date;
  /** Whether it speaks of this certificate at all. */
  covers(certificate: CertificateInfo): boolean;
  isRevoked(certificate: CertificateInfo): boolean;
  readonly size: number;
}

const TIME_TAGS: ReadonlySet<number> = new Set([0x17, 0x18]);

/**
 * Reads a CertificateList (RFC 5280, 5.1; DER) and holds it to the certificate of its issuer. Never throws for what the
 * bytes are. thisUpdate is not compared with the clock: a list from the future, which only a clock that is wrong can
 * show us, still names what was revoked.
 */
export async function readCrl(bytes: Buffer, issuer: CertificateInfo): Promise<Result<RevocationList, CrlProblem>> {
  try {
    const parts = topLevel(bytes);
    if (!bytes.subarray(parts.issuer.start, parts.issuer.end).equals(issuer.subjectDer)) {
      return err('CRL_OF_ANOTHER_ISSUER');
    }
    if (issuer.extensions.keyUsage?.purposes.has('cRLSign') === false) return err('CRL_SIGNER_NOT_ALLOWED');
    if (!(await signatureHolds(bytes, parts, issuer.x509.publicKey))) return err('CRL_SIGNATURE_WRONG');
    const scope = crlScope(parts.extensions && berAt(tree(bytes, parts.extensions), 0));
    if (typeof scope === 'string') return err(scope);
    const serials = parts.revoked === undefined ? new Set<string>() : revokedSerials(bytes, parts.revoked);
    return typeof serials === 'string' ? err(serials) : ok(toList(nextUpdate(bytes, parts), scope, serials));
  } catch (error) {
    if (error instanceof BerError) return err('CRL_UNREADABLE');
    throw error;
  }
}

interface CrlParts {
  readonly tbs: DerSpan;
  readonly issuer: DerSpan;
  /** Undefined when it is left out, which RFC 5280, 5.1.2.5 forbids. */
  readonly nextUpdate: DerSpan | undefined;
  readonly revoked: DerSpan | undefined;
  readonly extensions: DerSpan | undefined;
  readonly algorithm: DerSpan;
  readonly signature: DerSpan;
}

function topLevel(bytes: Buffer): CrlParts {
  const whole = derSpan(bytes, 0, bytes.length);
  const [tbs, algorithm, signature] = derChildren(bytes, whole);
  if (
    whole.end !== bytes.length ||
    whole.tag !== 0x30 ||
    tbs?.tag !== 0x30 ||
    algorithm === undefined ||
    signature?.tag !== 0x03
  ) {
    throw new BerError('no CertificateList');
  }
  const children = [...derChildren(bytes, tbs)];
  const first = children[0]?.tag === 0x02 ? 1 : 0;
  const issuer = children[first + 1];
  // Only the inner one is signed, so the outer one, which is read, must be the same (RFC 5280, 5.1.1.2).
  if (!rawOf(bytes, children[first]).equals(rawOf(bytes, algorithm))) throw new BerError('two algorithms');
  const [, ...rest] = children.slice(first + 2);
  if (issuer === undefined) throw new BerError('a CertificateList without an issuer');
  return {
    tbs,
    issuer,
    nextUpdate: rest.find(({ tag }) => TIME_TAGS.has(tag)),
    revoked: rest.find(({ tag }) => tag === 0x30),
    extensions: rest.find(({ tag }) => tag === 0xa0),
    algorithm,
    signature,
  };
}

function nextUpdate(bytes: Buffer, parts: CrlParts): Date {
  if (parts.nextUpdate === undefined) throw new BerError('a CertificateList without nextUpdate');
  return readTime(tree(bytes, parts.nextUpdate));
}

/** On Node's thread pool: a list may have many megabytes. */
function signatureHolds(bytes: Buffer, parts: CrlParts, key: KeyObject): Promise<boolean> {
  const algorithm = tree(bytes, parts.algorithm);
  const hash = signatureHash(algorithm);
  if (hash === undefined) return Promise.resolve(false);
  const isPss = berOid(berAt(algorithm, 0)) === RSASSA_PSS;
  // The first octet of a BIT STRING counts its unused bits, of which a signature has none.
  if (bytes[parts.signature.content] !== 0) return Promise.resolve(false);
  const signature = bytes.subarray(parts.signature.content + 1, parts.signature.end);
  const checked = new Promise<boolean>((resolve) => {
    verify(
      hash.replace('-', ''),
      bytes.subarray(parts.tbs.start, parts.tbs.end),
      isPss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : key,
      signature,
      (error, holds) => {
        resolve(error === null && holds);
      },
    );
  });
  // An algorithm that is not that of the key is thrown, not told.
  return checked.catch(() => false);
}

function toList(until: Date, scope: CrlScope, serials: ReadonlySet<string>): RevocationList {
  return {
    nextUpdate: until,
    size: serials.size,
    isRevoked: ({ serial }) => serials.has(serialKey(serial)),
    covers: ({ isAuthority, extensions }) =>
      scope.only !== (isAuthority ? 'end-entities' : 'authorities') &&
      (scope.urls.length === 0 || scope.urls.some((url) => extensions.crlUrls.includes(url))),
  };
}

function rawOf(bytes: Buffer, span: DerSpan | undefined): Buffer {
  return bytes.subarray(span?.start ?? 0, span?.end ?? 0);
}

function tree(bytes: Buffer, { start, end }: DerSpan): ReturnType<typeof readBer> {
  return readBer(bytes.subarray(start, end));
}
