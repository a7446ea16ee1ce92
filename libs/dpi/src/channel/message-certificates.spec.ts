import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { anOrder, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { Failure } from '#domain/failure.js';
import { ok } from '#domain/result.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { CertificateChecker } from '../certificate/certificate-checker.js';
import { CertificateTrust } from '../certificate/certificate-trust.js';
import type { RevocationCheck } from '../certificate/revocation.port.js';
import { SigningCertificateCheck } from '../certificate/signing-certificate.check.js';
import { NO_SIGNAL } from '../testing/a-checker.js';
import { LEAF_USAGE, SyntheticAuthority, type CertificateWishes } from '../testing/synthetic-identity.js';
import { TestKeys, type TestKey } from '../testing/test-keys.js';
import { MAILBOX_MEDIA_TYPES, MAILBOX_RECEIPTS, MAX_PACKAGE_BYTES, type DpiProfile } from './dpi-profile.js';
import { MAILBOX_MESSAGE } from './mailbox-message.js';
import { MessagePacker } from './message-packer.js';
import { SigningKeys } from './signing-keys.js';

const AT = new Date('2026-03-02T10:00:00Z');
const PROVIDER = '984661185';
const POLICY = '2.16.578.1.26.1.3.5';
const PROFILE: DpiProfile = {
  capabilities: {
    channel: 'digipost',
    recipients: ['person'],
    maxTotalBytes: 1_000_000,
    maxDocuments: 1,
    mediaTypes: MAILBOX_MEDIA_TYPES,
    mailboxProviders: [PROVIDER],
    reportsOpening: true,
  },
  message: MAILBOX_MESSAGE,
  provider: PROVIDER,
  kanal: 'test',
  maxPackageBytes: MAX_PACKAGE_BYTES,
  arrange: (documents) => documents,
  faults: [],
  receipts: MAILBOX_RECEIPTS,
};

/** Both certificates of a letter are looked at before the token is asked for, without which nothing can be posted. */
describe('the certificates of a letter', () => {
  let root: SyntheticAuthority;
  let stranger: SyntheticAuthority;
  let key: TestKey;
  let otherKey: TestKey;
  let tokensAsked: number;
  let revoked: string[];
  let isUnknown: boolean;

  beforeAll(() => {
    root = new SyntheticAuthority();
    stranger = new SyntheticAuthority();
    const keys = new TestKeys();
    // The first two are the authorities'.
    keys.take();
    keys.take();
    key = keys.take();
    otherKey = keys.take();
  });

  beforeEach(() => {
    tokensAsked = 0;
    revoked = [];
    isUnknown = false;
  });

  const revocation: RevocationCheck = {
    check: ([leaf], at) => {
      if (isUnknown) return Promise.resolve({ kind: 'unknown' });
      return Promise.resolve(
        revoked.includes(leaf?.x509.toString() ?? '') ? { kind: 'revoked' } : { kind: 'good', until: at },
      );
    },
  };

  const certificateOf = (organisation: string, wishes: CertificateWishes = {}, by = root): string =>
    by.issue(organisation, { key, policies: [POLICY], ...wishes }).certificateChain[0] ?? '';

  function ours(wishes: CertificateWishes = {}, changes: Partial<SigningIdentity> = {}): SigningIdentity {
    return { ...root.issue(TEST_ORGANISATION, { key, ...wishes }), ...changes };
  }

  async function pack(certificate: string | undefined, identity = ours()): Promise<Failure | 'packed'> {
    const trust = new CertificateTrust({ certificates: root.certificate, policies: [POLICY] });
    const packer = new MessagePacker(PROFILE, {
      signingKeys: new SigningKeys({ get: () => identity }, new SigningCertificateCheck(trust, revocation)),
      certificates: new CertificateChecker(trust, revocation),
      clock: { now: () => AT },
      timeToLiveMs: 86_400_000,
    });
    const order = anOrder({
      at: AT,
      sender: TEST_ORGANISATION,
      target: {
        kind: 'mailbox',
        mailbox: {
          providerOrganisation: PROVIDER,
          address: 'kari#1234',
          ...(certificate === undefined ? {} : { certificate }),
        },
      },
    });
    const token = (): Promise<ReturnType<typeof ok<string>>> => {
      tokensAsked += 1;
      return Promise.resolve(ok('token'));
    };
    const packed = await packer.pack(order, token, NO_SIGNAL);
    return packed.ok ? 'packed' : packed.error;
  }

  it('that are right let it be packed', async () => {
    expect(await pack(certificateOf(PROVIDER))).toBe('packed');
    expect(tokensAsked).toBe(1);
  });

  const RECIPIENT: readonly (readonly [string, () => string | undefined])[] = [
    ['MISSING', () => undefined],
    ['UNREADABLE', () => 'no certificate'],
    ['EXPIRED', () => certificateOf(PROVIDER, { to: new Date('2026-03-01T00:00:00Z') })],
    ['NOT_YET_VALID', () => certificateOf(PROVIDER, { from: new Date('2026-03-03T00:00:00Z') })],
    [
      'OF_AN_AUTHORITY',
      () => certificateOf(PROVIDER, { isAuthority: true, keyUsage: { ...LEAF_USAGE, keyCertSign: true } }),
    ],
    ['OF_ANOTHER', () => certificateOf('310000003')],
    ['POLICY_NOT_ACCEPTED', () => certificateOf(PROVIDER, { policies: ['2.16.578.1.26.1.0.3.2'] })],
    ['SIGNATURE_WEAK', () => certificateOf(PROVIDER, { hash: 'sha1' })],
    ['NOT_TRUSTED', () => certificateOf(PROVIDER, {}, stranger)],
    ['KEY_USAGE_NOT_CRITICAL', () => certificateOf(PROVIDER, { keyUsage: { ...LEAF_USAGE, critical: false } })],
    ['KEY_USAGE_WRONG', () => certificateOf(PROVIDER, { keyUsage: { digitalSignature: true, critical: true } })],
    ['KEY_TOO_SHORT', () => certificateOf(PROVIDER, { key: shortKey() })],
    ['UNKNOWN_EXTENSION', () => certificateOf(PROVIDER, { unknownExtension: 'critical' })],
    ['WITHOUT_ORGANISATION', () => certificateOf(PROVIDER, { subject: [{ name: 'commonName', value: 'Ingen' }] })],
  ];

  it.each(RECIPIENT)('of the recipient: %s ends it before anything is sent', async (problem, certificate) => {
    const failure = await pack(certificate());
    expect(failure).toMatchObject({
      kind: 'permanent',
      code: `RECIPIENT_CERTIFICATE_${problem}`,
      blame: 'channel',
    });
    expect(tokensAsked).toBe(0);
  });

  it('of the recipient: revoked ends it, and a list that cannot be had only delays it', async () => {
    const certificate = certificateOf(PROVIDER);
    revoked = [certificate.replaceAll('\r\n', '\n')];
    expect(await pack(certificate)).toMatchObject({ kind: 'permanent', code: 'RECIPIENT_CERTIFICATE_REVOKED' });
    isUnknown = true;
    expect(await pack(certificate)).toMatchObject({
      kind: 'transient',
      code: 'RECIPIENT_CERTIFICATE_REVOCATION_UNKNOWN',
    });
    expect(tokensAsked).toBe(0);
  });

  const OWN: readonly (readonly [string, () => SigningIdentity])[] = [
    ['UNREADABLE', () => ours({}, { certificateChain: [] })],
    ['UNREADABLE', () => ours({}, { privateKey: 'no key' })],
    ['EXPIRED', () => ours({ to: new Date('2026-03-01T00:00:00Z') })],
    ['NOT_YET_VALID', () => ours({ from: new Date('2026-03-03T00:00:00Z') })],
    ['OF_AN_AUTHORITY', () => ours({ isAuthority: true, keyUsage: { ...LEAF_USAGE, keyCertSign: true } })],
    ['OF_ANOTHER', () => ({ ...root.issue('313001008', { key }), organisationNumber: TEST_ORGANISATION })],
    ['SIGNATURE_WEAK', () => ours({ hash: 'sha1' })],
    ['KEY_USAGE_NOT_CRITICAL', () => ours({ keyUsage: { ...LEAF_USAGE, critical: false } })],
    ['KEY_USAGE_WRONG', () => ours({ keyUsage: { keyEncipherment: true, critical: true } })],
    ['KEY_TOO_SHORT', () => ours({ key: shortKey() })],
    ['KEY_MISMATCH', () => ours({}, { privateKey: otherKey.privateKey })],
    ['UNKNOWN_EXTENSION', () => ours({ unknownExtension: 'critical' })],
  ];

  it.each(OWN)('of our own: %s holds the letter before anything is sent', async (problem, identity) => {
    expect(await pack(certificateOf(PROVIDER), identity())).toMatchObject({
      kind: 'defect',
      code: `SIGNING_CERTIFICATE_${problem}`,
    });
    expect(tokensAsked).toBe(0);
  });

  it('of our own: revoked holds the letter, a list that cannot be had or another issuer does not', async () => {
    const identity = ours();
    revoked = [(identity.certificateChain[0] ?? '').replaceAll('\r\n', '\n')];
    expect(await pack(certificateOf(PROVIDER), identity)).toMatchObject({
      kind: 'defect',
      code: 'SIGNING_CERTIFICATE_REVOKED',
    });
    const check = new SigningCertificateCheck(
      new CertificateTrust({ certificates: root.certificate, policies: [POLICY] }),
      { check: () => Promise.resolve({ kind: 'unknown' }) },
    );
    const keyOf = (own: SigningIdentity): Promise<{ readonly ok: boolean }> =>
      new SigningKeys({ get: () => own }, check).get(TEST_ORGANISATION, AT, NO_SIGNAL);
    expect((await keyOf(ours())).ok).toBe(true);
    expect((await keyOf(stranger.issue(TEST_ORGANISATION, { key }))).ok).toBe(true);
  });

  it('are told with what to do next, and without anything of the letter', async () => {
    for (const [, certificate] of RECIPIENT) {
      const failure = await pack(certificate());
      if (failure === 'packed') throw new Error('It should have failed.');
      expect(failure.text).toMatch(/^The certificate of the mailbox provider in the contact register .+ new letter/);
      expect(failure.text).not.toContain('kari');
    }
  });
});

/** Quick to make, and too short to be anybody's. */
function shortKey(): TestKey {
  return generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
