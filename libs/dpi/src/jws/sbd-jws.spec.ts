import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, createPrivateKey, createPublicKey, constants, generateKeyPairSync, sign } from 'node:crypto';
import { CompactSign, compactVerify } from 'jose';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import { signingKey } from '../certificate/signing-key.js';
import { aChecker, NO_SIGNAL } from '../testing/a-checker.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { signSbd } from './sbd-jws.signer.js';
import { verifyJws, type JwsProblem } from './sbd-jws.verifier.js';

const AT = new Date('2026-03-02T10:00:00Z');
const SBD = { tekst: 'æøå' };

describe('the JWS of a message', () => {
  let authority: SyntheticAuthority;
  let identity: SigningIdentity;
  let certificates: CertificateChecker;

  beforeAll(() => {
    authority = new SyntheticAuthority();
    identity = authority.issue('313000001');
    certificates = aChecker(authority.certificate);
  });

  const x5c = (): string[] => [signingKey(identity).leaf.der.toString('base64')];

  /** Signed by jose, which knows nothing of us. */
  function joseSigned(header: Readonly<Record<string, unknown>> = {}, payload: object = SBD): Promise<string> {
    return new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'RS256', x5c: x5c(), ...header })
      .sign(createPrivateKey(identity.privateKey), { crit: { 'urn:ours': true } });
  }

  async function problemOf(jws: string, checker = certificates, at = AT): Promise<JwsProblem | 'none'> {
    const verified = await verifyJws(jws, checker, at, NO_SIGNAL);
    return verified.ok ? 'none' : verified.error;
  }

  it('has the leaf in x5c, RS256 and nothing else in its header, and verifies to its signer', async () => {
    const jws = await signSbd(SBD, signingKey(identity));
    expect(JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString('utf8'))).toEqual({
      alg: 'RS256',
      x5c: x5c(),
    });
    const verified = await verifyJws(jws, certificates, AT, NO_SIGNAL);
    if (!verified.ok) throw new Error(verified.error);
    expect(verified.value.signer.organisationNumber).toBe('313000001');
    expect(verified.value.payload.toString('utf8')).toBe('{"tekst":"æøå"}');
  });

  it('is verified by a published JOSE library', async () => {
    const jws = await signSbd(SBD, signingKey(identity));
    const { payload, protectedHeader } = await compactVerify(jws, createPublicKey(identity.certificateChain[0] ?? ''));
    expect(protectedHeader.alg).toBe('RS256');
    expect(JSON.parse(Buffer.from(payload).toString('utf8'))).toEqual(SBD);
  });

  it.each(['RS256', 'RS384', 'RS512'])('of that library with %s is accepted', async (alg) => {
    const verified = await verifyJws(await joseSigned({ alg }), certificates, AT, NO_SIGNAL);
    if (!verified.ok) throw new Error(verified.error);
    expect(JSON.parse(verified.value.payload.toString('utf8'))).toEqual(SBD);
  });

  it('may bring its issuer, and other keys in its header are not looked at', async () => {
    const issuer = Buffer.from((identity.certificateChain[1] ?? '').replace(/-----[^-]+-----|\s/g, ''), 'base64');
    expect(await problemOf(await joseSigned({ x5c: [...x5c(), issuer.toString('base64')] }))).toBe('none');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    expect(await problemOf(await joseSigned({ jwk, jku: 'https://kjeltring.invalid/jwks', kid: '1' }))).toBe('none');
    const [head = '', payload = ''] = (await joseSigned({ jwk })).split('.');
    const signature = sign('RSA-SHA256', Buffer.from(`${head}.${payload}`), stranger.privateKey).toString('base64url');
    expect(await problemOf(`${head}.${payload}.${signature}`)).toBe('JWS_SIGNATURE_WRONG');
  });

  it('with an algorithm that is not ours is refused, however it is signed', async () => {
    const publicKey = signingKey(identity).leaf.x509.publicKey.export({ type: 'spki', format: 'pem' });
    const privateKey = createPrivateKey(identity.privateKey);
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const signers: Readonly<Record<string, (input: string) => Buffer>> = {
      none: () => Buffer.from('x'),
      HS256: (input) => createHmac('sha256', publicKey).update(input).digest(),
      PS256: (input) =>
        sign('sha256', Buffer.from(input), {
          key: privateKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: 32,
        }),
      ES256: (input) => sign('sha256', Buffer.from(input), { key: ec, dsaEncoding: 'ieee-p1363' }),
    };
    for (const [alg, signer] of Object.entries(signers)) {
      const input = `${encode({ alg, x5c: x5c() })}.${encode(SBD)}`;
      expect(await problemOf(`${input}.${signer(input).toString('base64url')}`)).toBe('JWS_ALGORITHM_NOT_ALLOWED');
    }
    expect(await problemOf(await joseSigned({ crit: ['urn:ours'], 'urn:ours': 1 }))).toBe('JWS_ALGORITHM_NOT_ALLOWED');
  });

  it('that was changed, cut off or signed by another key is refused', async () => {
    const [head = '', , signature = ''] = (await joseSigned()).split('.');
    const payload = encode(SBD);
    expect(await problemOf(`${head}.${payload}.${signature}`)).toBe('none');
    expect(await problemOf(`${head}.${encode({ tekst: 'aeo' })}.${signature}`)).toBe('JWS_SIGNATURE_WRONG');
    expect(await problemOf(`${head}.${payload}.${signature.slice(0, -20)}`)).toBe('JWS_SIGNATURE_WRONG');
    // The header is signed too.
    const other = encode({ x5c: x5c(), alg: 'RS256', kid: '1' });
    expect(await problemOf(`${other}.${payload}.${signature}`)).toBe('JWS_SIGNATURE_WRONG');
    const certificate = signingKey(authority.issue('313001008')).leaf.der.toString('base64');
    expect(await problemOf(await joseSigned({ x5c: [certificate] }))).toBe('JWS_SIGNATURE_WRONG');
  });

  it.each([
    ['empty', [], 'JWS_UNREADABLE'],
    ['missing', undefined, 'JWS_UNREADABLE'],
    ['no list', 'MII', 'JWS_UNREADABLE'],
    ['a list of other things', [1], 'JWS_UNREADABLE'],
    ['longer than any chain', Array.from({ length: 9 }, () => 'MII'), 'JWS_UNREADABLE'],
    ['no certificate', ['bm90IGE='], 'NOT_A_CERTIFICATE'],
  ])('whose x5c is %s is refused', async (_what, list, problem) => {
    const header = encode({ alg: 'RS256', ...(list === undefined ? {} : { x5c: list }) });
    expect(await problemOf(`${header}.${encode(SBD)}.AAAA`)).toBe(problem);
  });

  it('of a certificate that is out of date, of another root or of another policy is refused', async () => {
    const jws = await signSbd(SBD, signingKey(identity));
    expect(await problemOf(jws, certificates, new Date('2041-01-01T00:00:00Z'))).toBe('CERTIFICATE_EXPIRED');
    expect(await problemOf(jws, certificates, new Date('2019-01-01T00:00:00Z'))).toBe('CERTIFICATE_NOT_YET_VALID');
    expect(await problemOf(jws, aChecker(new SyntheticAuthority().certificate))).toBe('CERTIFICATE_NOT_TRUSTED');
    const strict = aChecker(authority.certificate, { policies: ['2.16.578.1.26.1.3.5'] });
    expect(await problemOf(jws, strict)).toBe('CERTIFICATE_POLICY_NOT_ACCEPTED');
  });

  it.each(['', 'a.b', 'not.a.receipt', 'e30.e30.e30'])('"%s" is refused without a throw', async (jws) => {
    expect((await verifyJws(jws, certificates, AT, NO_SIGNAL)).ok).toBe(false);
  });
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
