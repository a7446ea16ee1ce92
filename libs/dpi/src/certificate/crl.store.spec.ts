import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { err, ok, type Result } from '#domain/result.js';
import { writeCrl } from '../simulator/crl.writer.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';
import type { CrlProblem } from './crl-problem.js';
import { CrlStore } from './crl.store.js';

const START = new Date('2026-03-02T10:00:00Z');
const URL_OF_LIST = 'http://crl.issuer.invalid/1.crl';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('revocation lists that are kept', () => {
  let root: SyntheticAuthority;
  let issuer: CertificateInfo;
  let answer: Result<Buffer, CrlProblem>;
  let fetches: string[];
  let problems: CrlProblem[];
  let store: CrlStore;

  beforeAll(() => {
    root = new SyntheticAuthority();
    issuer = certificateInfo(root.certificate);
  });

  beforeEach(() => {
    fetches = [];
    problems = [];
    answer = ok(listUntil(5 * HOUR));
    const fetch = (url: string): Promise<Result<Buffer, CrlProblem>> => {
      fetches.push(url);
      return Promise.resolve(answer);
    };
    store = new CrlStore({ fetch }, { maxAgeMs: 15 * MINUTE, onProblem: (problem) => problems.push(problem) });
  });

  function listUntil(milliseconds: number): Buffer {
    return writeCrl({
      issuer,
      key: root.privateKey,
      thisUpdate: START,
      nextUpdate: at(milliseconds),
      revoked: [],
    });
  }

  function at(milliseconds: number): Date {
    return new Date(START.getTime() + milliseconds);
  }

  async function get(milliseconds: number): Promise<string> {
    const got = await store.get(URL_OF_LIST, issuer, at(milliseconds));
    return got.ok ? `until ${String((got.value.until.getTime() - START.getTime()) / MINUTE)}` : got.error;
  }

  it('are fetched once, by however many at the same time, and again after their age', async () => {
    expect(await Promise.all([get(0), get(0), get(1)])).toEqual(['until 15', 'until 15', 'until 15']);
    expect(await get(15 * MINUTE - 1)).toBe('until 15');
    expect(fetches).toHaveLength(1);
    expect(await get(15 * MINUTE)).toBe('until 30');
    expect(fetches).toHaveLength(2);
  });

  it('are fetched again when they end before that, and when the clock was set back', async () => {
    answer = ok(listUntil(5 * MINUTE));
    expect(await get(0)).toBe('until 5');
    expect(await get(5 * MINUTE)).toBe('CRL_EXPIRED');
    expect(problems).toEqual(['CRL_EXPIRED']);
    answer = ok(listUntil(5 * HOUR));
    expect(await get(5 * MINUTE + 10_000)).toMatch(/^until/);
    await get(-24 * HOUR);
    expect(fetches).toHaveLength(4);
  });

  it('are used on while the issuer cannot be reached, but not past their own end', async () => {
    await get(0);
    answer = err('CRL_UNREACHABLE');
    expect(await get(20 * MINUTE)).toMatch(/^until/);
    expect(await get(4 * HOUR)).toMatch(/^until/);
    expect(await get(5 * HOUR)).toBe('CRL_EXPIRED');
    expect(problems).toEqual(['CRL_UNREACHABLE', 'CRL_UNREACHABLE', 'CRL_UNREACHABLE']);
  });

  it('are not asked for again at once when that failed', async () => {
    answer = err('CRL_UNREACHABLE');
    expect(await get(0)).toBe('CRL_UNREACHABLE');
    expect(await get(9_000)).toBe('CRL_UNREACHABLE');
    expect(fetches).toHaveLength(1);
    answer = ok(listUntil(5 * HOUR));
    expect(await get(10_000)).toMatch(/^until/);
    expect(problems).toEqual(['CRL_UNREACHABLE']);
  });

  it('that are no lists are told as what they are', async () => {
    answer = ok(Buffer.from('<html>'));
    expect(await get(0)).toBe('CRL_UNREADABLE');
  });
});
