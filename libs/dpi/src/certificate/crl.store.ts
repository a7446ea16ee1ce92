import { err, ok, type Result } from '#domain/result.js';
import type { CertificateInfo } from './certificate-info.js';
import type { CrlClient } from './crl.client.js';
import type { CrlProblem } from './crl-problem.js';
import { readCrl, type RevocationList } from './crl.reader.js';

/** How long a failed fetch is not repeated: long enough to spare the issuer, short enough for a letter that waits. */
const FAILURE_PAUSE_MS = 10_000;

export interface CrlStoreSettings {
  /** A list is fetched again after this, however long it claims to hold. */
  readonly maxAgeMs: number;
  /** Told once for each failed fetch. */
  readonly onProblem: (problem: CrlProblem, url: string) => void;
}

export interface FreshList {
  readonly list: RevocationList;
  /** When it is fetched again. */
  readonly until: Date;
}

/** What is known of one list: the last one that was good, and when to ask again. */
interface Entry {
  readonly good: RevocationList | undefined;
  readonly problem: CrlProblem | undefined;
  readonly askedAt: Date;
  readonly askAgainAt: Date;
}

/**
 * Revocation lists by their address, kept until they are due again. A list that was good is used on while the issuer
 * cannot be reached, until its own nextUpdate: that is what nextUpdate is for. One fetch of a list is under way at a time,
 * whoever waits for it.
 */
export class CrlStore {
  private readonly entries = new Map<string, Entry>();
  private readonly underWay = new Map<string, Promise<Entry>>();

  constructor(
    private readonly client: Pick<CrlClient, 'fetch'>,
    private readonly settings: CrlStoreSettings,
  ) {}

  async get(url: string, issuer: CertificateInfo, at: Date): Promise<Result<FreshList, CrlProblem>> {
    const key = `${issuer.fingerprint} ${url}`;
    const known = this.entries.get(key);
    const isFresh = known !== undefined && known.askedAt <= at && at < known.askAgainAt;
    const entry = isFresh ? known : await this.ask(key, url, issuer, at);
    const { good, problem, askAgainAt } = entry;
    if (good === undefined) return err(problem ?? 'CRL_UNREACHABLE');
    if (at >= good.nextUpdate) return err('CRL_EXPIRED');
    return ok({ list: good, until: earlier(askAgainAt, good.nextUpdate) });
  }

  private ask(key: string, url: string, issuer: CertificateInfo, at: Date): Promise<Entry> {
    const running = this.underWay.get(key);
    if (running !== undefined) return running;
    const asked = this.fetch(this.entries.get(key), url, issuer, at)
      .then((entry) => {
        this.entries.set(key, entry);
        return entry;
      })
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, asked);
    return asked;
  }

  private async fetch(before: Entry | undefined, url: string, issuer: CertificateInfo, at: Date): Promise<Entry> {
    const fetched = await this.client.fetch(url);
    const read = fetched.ok ? await readCrl(fetched.value, issuer) : fetched;
    if (read.ok && at < read.value.nextUpdate) {
      const askAgainAt = earlier(later(at, this.settings.maxAgeMs), read.value.nextUpdate);
      return { good: read.value, problem: undefined, askedAt: at, askAgainAt };
    }
    const problem = read.ok ? 'CRL_EXPIRED' : read.error;
    this.settings.onProblem(problem, url);
    return { good: before?.good, problem, askedAt: at, askAgainAt: later(at, FAILURE_PAUSE_MS) };
  }
}

function later(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
