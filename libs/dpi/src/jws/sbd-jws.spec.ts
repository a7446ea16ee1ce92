import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { CertificateTrust } from '../certificate/certificate-trust.js';
import { signingKey } from '../certificate/signing-key.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { signSbd } from './sbd-jws.signer.js';
import { verifyJws } from './sbd-jws.verifier.js';

const AT = new Date('2026-03-02T10:00:00Z');

describe('the JWS of a message', () => {
  let identity: SigningIdentity;
  let trust: CertificateTrust;

  beforeAll(() => {
    const authority = new SyntheticAuthority();
    identity = authority.issue('313000001');
    trust = new CertificateTrust({ certificates: authority.certificate, policies: [] });
  });

  it('has the leaf in x5c, RS256 and nothing else in its header, and verifies to its signer', async () => {
    const jws = await signSbd({ tekst: 'æøå' }, signingKey(identity));
    const header: unknown = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString('utf8'));
    expect(header).toEqual({ alg: 'RS256', x5c: [signingKey(identity).leaf.der.toString('base64')] });
    const verified = verifyJws(jws, trust, AT);
    if (!verified.ok) throw new Error(verified.error);
    expect(verified.value.signer.organisationNumber).toBe('313000001');
    expect(verified.value.payload.toString('utf8')).toBe('{"tekst":"æøå"}');
  });

  it.each(['none', 'HS256', 'PS256'])('with alg %s is refused', (alg) => {
    const { leaf } = signingKey(identity);
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${encode({ alg, x5c: [leaf.der.toString('base64')] })}.${encode({})}`;
    const signature = createHmac('sha256', leaf.x509.publicKey.export({ type: 'spki', format: 'pem' }))
      .update(input)
      .digest('base64url');
    expect(verifyJws(`${input}.${signature}`, trust, AT)).toEqual({ ok: false, error: 'JWS_ALGORITHM_NOT_ALLOWED' });
  });

  it('of a certificate that is out of date, of another root or of another policy is refused', async () => {
    const jws = await signSbd({}, signingKey(identity));
    const authority = new SyntheticAuthority();
    const strict = new CertificateTrust({
      certificates: identity.certificateChain[1] ?? '',
      policies: ['2.16.578.1.26.1.3.5'],
    });
    expect(verifyJws(jws, trust, new Date('2041-01-01T00:00:00Z'))).toEqual({
      ok: false,
      error: 'CERTIFICATE_EXPIRED',
    });
    expect(verifyJws(jws, trust, new Date('2019-01-01T00:00:00Z'))).toEqual({
      ok: false,
      error: 'CERTIFICATE_NOT_YET_VALID',
    });
    expect(verifyJws(jws, new CertificateTrust({ certificates: authority.certificate, policies: [] }), AT)).toEqual({
      ok: false,
      error: 'CERTIFICATE_NOT_TRUSTED',
    });
    expect(verifyJws(jws, strict, AT)).toEqual({ ok: false, error: 'CERTIFICATE_POLICY_NOT_ACCEPTED' });
  });

  it.each(['', 'a.b', 'not.a.receipt', 'e30.e30.e30'])('"%s" is refused without a throw', (jws) => {
    expect(verifyJws(jws, trust, AT).ok).toBe(false);
  });
});
