import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_SIGNAL } from '../testing/a-checker.js';
import { LEAF_USAGE, SyntheticAuthority } from '../testing/synthetic-identity.js';
import { CertificateChecker } from './certificate-checker.js';
import { CertificateTrust } from './certificate-trust.js';
import type { RevocationVerdict } from './revocation.port.js';

const START = new Date('2026-03-02T10:00:00Z');
const MINUTE = 60_000;

describe('the check of a certificate', () => {
  let root: SyntheticAuthority;
  let leaf: string;
  let verdict: (at: Date) => RevocationVerdict;
  let looked: number;
  let checker: CertificateChecker;

  beforeAll(() => {
    root = new SyntheticAuthority();
    leaf =
      root.issue('313000001', {
        keyUsage: { ...LEAF_USAGE, digitalSignature: false, nonRepudiation: false },
        to: at(60 * MINUTE),
      }).certificateChain[0] ?? '';
  });

  beforeEach(() => {
    looked = 0;
    verdict = (now) => ({ kind: 'good', until: new Date(now.getTime() + 15 * MINUTE) });
    const revocation = {
      check: (_path: unknown, now: Date): Promise<RevocationVerdict> => {
        looked += 1;
        return Promise.resolve(verdict(now));
      },
    };
    checker = new CertificateChecker(
      new CertificateTrust({ certificates: root.certificate, policies: [] }),
      revocation,
    );
  });

  function at(milliseconds: number): Date {
    return new Date(START.getTime() + milliseconds);
  }

  async function outcome(milliseconds: number, usage: 'sign' | 'encrypt' = 'encrypt'): Promise<string> {
    const checked = await checker.check([leaf], usage, at(milliseconds), NO_SIGNAL);
    return checked.ok ? checked.value.organisationNumber : checked.error;
  }

  it('is made once while the revocation list is fresh, and again when the clock says so', async () => {
    expect([await outcome(0), await outcome(1), await outcome(14 * MINUTE)]).toEqual(Array(3).fill('313000001'));
    expect(looked).toBe(1);
    verdict = () => ({ kind: 'revoked' });
    expect(await outcome(15 * MINUTE)).toBe('CERTIFICATE_REVOKED');
  });

  it('does not outlive the certificate, nor a clock that was set back', async () => {
    verdict = () => ({ kind: 'good', until: at(1000 * MINUTE) });
    expect(await outcome(30 * MINUTE)).toBe('313000001');
    expect(await outcome(61 * MINUTE)).toBe('CERTIFICATE_EXPIRED');
    await outcome(20 * MINUTE);
    expect(looked).toBe(2);
  });

  it('of another use is another check', async () => {
    expect(await outcome(0)).toBe('313000001');
    expect(await outcome(0, 'sign')).toBe('KEY_USAGE_WRONG');
  });

  it('that did not hold is made again each time', async () => {
    verdict = () => ({ kind: 'unknown' });
    expect([await outcome(0), await outcome(0)]).toEqual(['REVOCATION_UNKNOWN', 'REVOCATION_UNKNOWN']);
    expect(looked).toBe(2);
    verdict = () => ({ kind: 'good', until: at(MINUTE) });
    expect(await outcome(0)).toBe('313000001');
  });

  it('asks for no list on behalf of a certificate that no root has signed', async () => {
    const stranger = new SyntheticAuthority().issue('313000001', { crlUrls: ['http://inside.invalid/'] });
    const checked = await checker.check(stranger.certificateChain, 'sign', START, NO_SIGNAL);
    expect(checked).toEqual({ ok: false, error: 'CERTIFICATE_NOT_TRUSTED' });
    expect(looked).toBe(0);
  });
});
