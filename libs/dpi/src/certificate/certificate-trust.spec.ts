import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { LEAF_USAGE, SyntheticAuthority, type CertificateWishes } from '../testing/synthetic-identity.js';
import { TestKeys, type TestKey } from '../testing/test-keys.js';
import type { CertificateProblem } from './certificate-problem.js';
import { CertificateTrust, type TrustSettings } from './certificate-trust.js';
import type { CertificateUsage } from './leaf-certificate.rules.js';

const AT = new Date('2026-03-02T10:00:00Z');
const ORGANISATION = '313000001';

describe('trust in a certificate', () => {
  let root: SyntheticAuthority;
  /** Of all leaves here: none of them meets another. */
  let key: TestKey;
  let between: TestKey;
  let below: TestKey;

  beforeAll(() => {
    root = new SyntheticAuthority();
    const keys = new TestKeys();
    // The first is the root's.
    keys.take();
    [key, between, below] = [keys.take(), keys.take(), keys.take()];
  });

  function outcome(
    wishes: CertificateWishes,
    { usage = 'encrypt', ...settings }: Partial<TrustSettings> & { usage?: CertificateUsage } = {},
  ): string {
    const [leaf = ''] = root.issue(ORGANISATION, { key, ...wishes }).certificateChain;
    const checked = new CertificateTrust({ certificates: root.certificate, policies: [], ...settings }).check(
      [leaf],
      usage,
      AT,
    );
    return checked.ok ? checked.value.leaf.organisationNumber : checked.error;
  }

  it('is given to a right one, for both uses', () => {
    expect(outcome({}, { usage: 'encrypt' })).toBe(ORGANISATION);
    expect(outcome({}, { usage: 'sign' })).toBe(ORGANISATION);
    expect(outcome({ hash: 'sha384', unknownExtension: 'optional' })).toBe(ORGANISATION);
  });

  it.each([
    ['expired', { to: new Date('2026-03-02T09:59:59Z') }, 'CERTIFICATE_EXPIRED'],
    ['not yet valid', { from: new Date('2026-03-02T10:00:01Z') }, 'CERTIFICATE_NOT_YET_VALID'],
    [
      'that of an authority',
      { isAuthority: true, keyUsage: { ...LEAF_USAGE, keyCertSign: true } },
      'CERTIFICATE_OF_AN_AUTHORITY',
    ],
    ['without key usage', { keyUsage: undefined }, 'KEY_USAGE_NOT_CRITICAL'],
    [
      'with a key usage that is not critical',
      { keyUsage: { ...LEAF_USAGE, critical: false } },
      'KEY_USAGE_NOT_CRITICAL',
    ],
    ['with an unknown critical extension', { unknownExtension: 'critical' }, 'UNKNOWN_CRITICAL_EXTENSION'],
    ['signed with SHA-1', { hash: 'sha1' }, 'CERTIFICATE_SIGNATURE_WEAK'],
    ['signed with MD5', { hash: 'md5' }, 'CERTIFICATE_SIGNATURE_WEAK'],
    ['without an organisation number', { subject: [{ name: 'commonName', value: 'Ingen' }] }, 'NO_ORGANISATION_NUMBER'],
  ] as const)('is not given to one that is %s', (_what, wishes, problem) => {
    expect(outcome(wishes)).toBe(problem);
  });

  it.each([
    [{ digitalSignature: true }, 'sign', ORGANISATION],
    [{ nonRepudiation: true }, 'sign', ORGANISATION],
    [{ keyEncipherment: true }, 'sign', 'KEY_USAGE_WRONG'],
    [{ keyEncipherment: true }, 'encrypt', ORGANISATION],
    [{ digitalSignature: true, nonRepudiation: true }, 'encrypt', 'KEY_USAGE_WRONG'],
    [{ dataEncipherment: true }, 'encrypt', 'KEY_USAGE_WRONG'],
  ] as const)('of key usage %j to %s: %s', (keyUsage, usage, expected) => {
    expect(outcome({ keyUsage: { critical: true, ...keyUsage } }, { usage })).toBe(expected);
  });

  it('is not given to keys that are short or no RSA', () => {
    const short = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    expect(outcome({ key: short })).toBe('KEY_TOO_SHORT');
    const trust = new CertificateTrust({ certificates: '', policies: [] });
    expect(trust.check([EC_CERTIFICATE], 'sign', new Date('2030-01-01T00:00:00Z'))).toEqual({
      ok: false,
      error: 'KEY_NOT_RSA',
    });
  });

  it.each([
    [['2.16.578.1.26.1.3.5'], ['2.16.578.1.26.1.3.5'], ORGANISATION],
    [['2.16.578.1.29.13.200.1'], ['2.16.578.1.29.13.'], ORGANISATION],
    [['2.16.578.1.29.130.1'], ['2.16.578.1.29.13.'], 'CERTIFICATE_POLICY_NOT_ACCEPTED'],
    [['2.16.578.1.26.1.3.50'], ['2.16.578.1.26.1.3.5'], 'CERTIFICATE_POLICY_NOT_ACCEPTED'],
    [['1.2.3', '2.16.578.1.26.1.3.5'], ['2.16.578.1.26.1.3.5'], ORGANISATION],
    [undefined, ['2.16.578.1.26.1.3.5'], 'CERTIFICATE_POLICY_NOT_ACCEPTED'],
  ])('of policies %j where %j are accepted: %s', (policies, accepted, expected) => {
    expect(outcome(policies === undefined ? {} : { policies }, { policies: accepted })).toBe(expected);
  });

  it('reads the organisation number where it is told to', () => {
    const subject = [
      { type: '2.5.4.97', value: 'NTRNO-313000001' },
      { type: '2.5.4.5', value: '313001008' },
      { name: 'commonName', value: '313002004' },
    ];
    expect(outcome({ subject })).toBe('313000001');
    expect(outcome({ subject: subject.slice(1) })).toBe('313001008');
    expect(outcome({ subject: subject.slice(2) })).toBe('313002004');
    expect(outcome({ subject }, { organisationNumberAttributes: ['2.5.4.3', '2.5.4.97'] })).toBe('313002004');
    expect(outcome({ subject: subject.slice(1) }, { organisationNumberAttributes: ['2.5.4.97'] })).toBe(
      'NO_ORGANISATION_NUMBER',
    );
  });

  describe('through an authority in between', () => {
    /** The leaf is issued by an authority of `wishes`, which comes with the chain. */
    function through(wishes: CertificateWishes): CertificateProblem | 'trusted' {
      const authority = new SyntheticAuthority(root, { key: between, ...wishes });
      return check(authority.issue(ORGANISATION, { key }).certificateChain);
    }

    function check(chain: readonly string[]): CertificateProblem | 'trusted' {
      const checked = new CertificateTrust({ certificates: root.certificate, policies: [] }).check(chain, 'sign', AT);
      return checked.ok ? 'trusted' : checked.error;
    }

    it('is given when that one may issue', () => {
      expect(through({})).toBe('trusted');
      expect(through({ pathLength: 0 })).toBe('trusted');
    });

    it.each([
      ['has expired', { to: new Date('2026-03-01T00:00:00Z') }],
      ['is no authority', { isAuthority: false }],
      ['may not sign certificates', { keyUsage: { critical: true, cRLSign: true } }],
      ['has an unknown critical extension', { unknownExtension: 'critical' }],
      ['is signed with SHA-1', { hash: 'sha1' }],
    ] as const)('is not given when that one %s', (_what, wishes) => {
      expect(through(wishes)).toBe('CERTIFICATE_NOT_TRUSTED');
    });

    it('is not given to a longer chain than the authority may have, nor without the one in between', () => {
      const first = new SyntheticAuthority(root, { key: between, pathLength: 0 });
      const second = new SyntheticAuthority(first, { key: below });
      const chain = second.issue(ORGANISATION, { key }).certificateChain;
      expect(check([...chain, first.certificate])).toBe('CERTIFICATE_NOT_TRUSTED');
      expect(check(chain)).toBe('CERTIFICATE_NOT_TRUSTED');
      const free = new SyntheticAuthority(root, { key: between });
      const last = new SyntheticAuthority(free, { key: below }).issue(ORGANISATION, { key }).certificateChain;
      expect(check([...last, free.certificate])).toBe('trusted');
    });
  });

  it.each([
    ['nothing', ''],
    ['text', 'no certificate'],
    ['half of one', '-----BEGIN CERTIFICATE-----\nMIIB\n'],
  ])('is not given to %s', (_what, pem) => {
    const trust = new CertificateTrust({ certificates: root.certificate, policies: [] });
    expect(trust.check([pem], 'sign', AT)).toEqual({ ok: false, error: 'NOT_A_CERTIFICATE' });
    expect(trust.check([], 'sign', AT)).toEqual({ ok: false, error: 'NOT_A_CERTIFICATE' });
  });

  it('is not given to a certificate of which a bit was changed', () => {
    const [pem = ''] = root.issue(ORGANISATION, { key }).certificateChain;
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const trust = new CertificateTrust({ certificates: root.certificate, policies: [] });
    for (let position = 0; position < der.length; position += 7) {
      const changed = Buffer.from(der);
      changed[position] = (changed[position] ?? 0) ^ 0x10;
      expect(trust.check([changed], 'sign', AT).ok).toBe(false);
    }
  });
});

/** Self-signed by openssl, of a P-256 key that was not kept; forge knows RSA only. */
const EC_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIURlQAydeM0NP/AhsGKsz8+2L7ZW4wCgYIKoZIzj0EAwIw
ITELMAkGA1UEBhMCTk8xEjAQBgNVBAMMCUVsbGlwdGlzazAeFw0yNjExMjIwNTI4
MDhaFw00MDA3MzEwNTI4MDhaMCExCzAJBgNVBAYTAk5PMRIwEAYDVQQDDAlFbGxp
cHRpc2swWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARPpoyWM10uv6Oa+nRH+1CD
Lt12HNiIAwGStUOr+z3rIPs0uaQGWu32rw8RYJqq9LNQP0+Mp4rKeDJLNKCjLAIC
o10wWzAdBgNVHQ4EFgQUfQbLCAsMLuEaGRn8o1j0/RPX/OUwHwYDVR0jBBgwFoAU
fQbLCAsMLuEaGRn8o1j0/RPX/OUwDgYDVR0PAQH/BAQDAgeAMAkGA1UdEwQCMAAw
CgYIKoZIzj0EAwIDSAAwRQIhAJRpnU0m3IrfoyXwivyL1UautlKbYu6wng/0jVW2
GTDPAiA/u8Bv5gnncmGaekn6tlrnOKaJcBBAPCXoXZW1fMKe2g==
-----END CERTIFICATE-----
`;
