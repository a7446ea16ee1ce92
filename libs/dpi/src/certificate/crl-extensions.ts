import { berAt, berOctets, berOid, readBer, type BerElement } from '../asn1/ber.reader.js';
import type { CrlProblem } from './crl-problem.js';

/** Which certificates a list speaks of (issuingDistributionPoint, RFC 5280, 5.2.5); all of its issuer's without one. */
export interface CrlScope {
  readonly only: 'everything' | 'end-entities' | 'authorities';
  /** The addresses it was written for; empty when it names none. */
  readonly urls: readonly string[];
}

const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';
const DELTA_INDICATOR = '2.5.29.27';
const EVERYTHING: CrlScope = { only: 'everything', urls: [] };

/** Tags of issuingDistributionPoint: onlySomeReasons, indirectCRL, onlyContainsAttributeCerts. */
const NOT_SUPPORTED: ReadonlySet<number> = new Set([0x83, 0xa3, 0x84, 0x85]);

/**
 * Only full lists of the issuer itself are read, as issuers of virksomhetssertifikater publish them. Half understood, a
 * delta or an indirect list would call revoked certificates good, so they are refused by name.
 *
 * `extensions`: SEQUENCE OF Extension. Throws BerError.
 */
export function crlScope(extensions: BerElement | undefined): CrlScope | CrlProblem {
  let scope: CrlScope | CrlProblem = EVERYTHING;
  for (const extension of extensions?.children ?? []) {
    const oid = berOid(berAt(extension, 0));
    const critical = extension.children.length === 3 && berAt(extension, 1).content[0] !== 0;
    if (oid === DELTA_INDICATOR) return 'CRL_KIND_NOT_SUPPORTED';
    if (oid === ISSUING_DISTRIBUTION_POINT) {
      scope = issuingPoint(readBer(berOctets(berAt(extension, extension.children.length - 1))));
      if (typeof scope === 'string') return scope;
    } else if (critical) return 'CRL_UNKNOWN_CRITICAL_EXTENSION';
  }
  return scope;
}

function issuingPoint(point: BerElement): CrlScope | CrlProblem {
  if (point.children.some(({ tag, content }) => NOT_SUPPORTED.has(tag) && content[0] !== 0)) {
    return 'CRL_KIND_NOT_SUPPORTED';
  }
  const name = point.children.find(({ tag }) => tag === 0xa0)?.children[0];
  // A name relative to the issuer's, which no certificate in use has.
  if (name !== undefined && name.tag !== 0xa0) return 'CRL_KIND_NOT_SUPPORTED';
  const has = (wanted: number): boolean =>
    point.children.some(({ tag, content }) => tag === wanted && content[0] !== 0);
  return {
    only: has(0x81) ? 'end-entities' : has(0x82) ? 'authorities' : 'everything',
    urls: (name?.children ?? []).filter(({ tag }) => tag === 0x86).map(({ content }) => content.toString('latin1')),
  };
}
