import type { CertificateInfo } from './certificate-info.js';
import type { CrlProblem } from './crl-problem.js';
import type { CrlStore, FreshList } from './crl.store.js';
import type { RevocationCheck, RevocationVerdict } from './revocation.port.js';

/** `prefer` takes a certificate of which nothing is known as not revoked. */
export type UnknownRevocation = 'require' | 'prefer';

/** How soon a certificate that was taken on trust is looked up again. */
const ON_TRUST_MS = 60_000;

/**
 * Revocation by lists (CRL). No OCSP: it would tell an outsider at what moment which mailbox gets a letter from us, needs an
 * answer per certificate while a letter waits, and issuers of virksomhetssertifikater publish lists in any case.
 *
 * Every certificate of the path but the root is looked up; nobody revokes a root but whoever configured it. A
 * certificate that names no list which can be fetched by HTTP is unknown too, not bad: nothing speaks against it, so it
 * must not end a letter for good. With `require` its letters wait and then take the way of an outage; an operator who has to
 * live with such an issuer sets `prefer`, and sees in log and metric how often that was needed.
 */
export class CrlRevocation implements RevocationCheck {
  constructor(
    private readonly store: CrlStore,
    private readonly unknown: UnknownRevocation,
    private readonly onProblem: (problem: CrlProblem, url: string) => void,
  ) {}

  async check(path: readonly CertificateInfo[], at: Date, signal: AbortSignal): Promise<RevocationVerdict> {
    const looked = linksOf(path).map((link) => this.look(link, at));
    const verdicts = await unlessAborted(Promise.all(looked), signal);
    if (verdicts === undefined) return { kind: 'unknown' };
    if (verdicts.some(({ kind }) => kind === 'revoked')) return { kind: 'revoked' };
    if (this.unknown === 'require' && verdicts.some(({ kind }) => kind === 'unknown')) return { kind: 'unknown' };
    const onTrust = at.getTime() + ON_TRUST_MS;
    const until = verdicts.map((verdict) => (verdict.kind === 'good' ? verdict.until.getTime() : onTrust));
    return { kind: 'good', until: new Date(Math.min(...until)) };
  }

  /** The first list that can be had and speaks of the certificate decides. */
  private async look(link: Link, at: Date): Promise<RevocationVerdict> {
    const urls = link.certificate.extensions.crlUrls.filter((url) => /^https?:\/\//i.test(url));
    if (urls.length === 0) this.onProblem('CRL_ADDRESS_MISSING', '');
    for (const url of urls) {
      const found = await this.list(url, link, at);
      if (found?.list.isRevoked(link.certificate) === true) return { kind: 'revoked' };
      if (found !== undefined) return { kind: 'good', until: found.until };
    }
    return { kind: 'unknown' };
  }

  private async list(url: string, { certificate, issuer }: Link, at: Date): Promise<FreshList | undefined> {
    const got = await this.store.get(url, issuer, at);
    if (!got.ok) return undefined;
    if (got.value.list.covers(certificate)) return got.value;
    this.onProblem('CRL_OF_ANOTHER_SCOPE', url);
    return undefined;
  }
}

interface Link {
  readonly certificate: CertificateInfo;
  readonly issuer: CertificateInfo;
}

function linksOf([certificate, issuer, ...rest]: readonly CertificateInfo[]): readonly Link[] {
  if (certificate === undefined || issuer === undefined) return [];
  return [{ certificate, issuer }, ...linksOf([issuer, ...rest])];
}

/** Undefined when the caller gave up; the fetch goes on for the others that wait for it. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      resolve(undefined);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}
