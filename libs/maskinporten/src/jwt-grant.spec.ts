import { X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { GrantSigners } from './grant-signers.js';
import { signJwtGrant, type JwtGrant } from './jwt-grant.js';
import { GRANT_ALGORITHMS, MaskinportenConfig, type GrantAlgorithm } from './maskinporten.config.js';
import type { GrantSigner } from './grant-signer.js';

const GRANT: JwtGrant = {
  audience: 'https://test.maskinporten.no/',
  scope: 'a:b c:d',
  issuedAt: new Date('2026-11-22T12:00:00.900Z'),
};
const identities = new SigningIdentityStore('config/certificates');

function signerOf(change: Partial<MaskinportenConfig> = {}): GrantSigner {
  const base = { clientId: 'a-client', organisation: '991825827' };
  const signer = new GrantSigners(Object.assign(new MaskinportenConfig(), base, change), identities).of('991825827');
  if (!signer.ok) throw new Error(signer.error.text);
  return signer.value;
}

describe('signJwtGrant', () => {
  it('writes the claims that Maskinporten knows and no others', async () => {
    const claims = decodeJwt(await signJwtGrant(GRANT, signerOf()));
    expect(claims).toEqual({
      aud: 'https://test.maskinporten.no/',
      iss: 'a-client',
      scope: 'a:b c:d',
      iat: Date.parse('2026-11-22T12:00:00Z') / 1_000,
      exp: Date.parse('2026-11-22T12:02:00Z') / 1_000,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const delegated = { ...GRANT, consumerOrganisation: '313000001', resource: 'https://api.example.no' };
    expect(decodeJwt(await signJwtGrant(delegated, signerOf()))).toMatchObject({
      consumer_org: '313000001',
      resource: ['https://api.example.no'],
    });
  });

  it('never uses a jti twice', async () => {
    const signer = signerOf();
    const grants = await Promise.all(Array.from({ length: 20 }, () => signJwtGrant(GRANT, signer)));
    expect(new Set(grants.map((grant) => decodeJwt(grant).jti)).size).toBe(20);
  });

  it.each<GrantAlgorithm>(GRANT_ALGORITHMS)(
    'signs by certificate with %s, the whole chain in x5c',
    async (algorithm) => {
      const assertion = await signJwtGrant(GRANT, signerOf({ algorithm }));
      const header = decodeProtectedHeader(assertion);
      expect(Object.keys(header).sort()).toEqual(['alg', 'x5c']);
      const chain = (header.x5c ?? []).map((der) => new X509Certificate(Buffer.from(der, 'base64')));
      expect(chain.map((certificate) => certificate.toString().trim())).toEqual(
        identities.get('991825827')?.certificateChain.map((pem) => new X509Certificate(pem).toString().trim()),
      );
      const [leaf, root] = chain;
      if (leaf === undefined || root === undefined) throw new Error('no chain');
      expect(leaf.verify(root.publicKey)).toBe(true);
      const verified = await jwtVerify(assertion, leaf.publicKey, {
        algorithms: [algorithm],
        currentDate: GRANT.issuedAt,
      });
      expect(verified.protectedHeader.alg).toBe(algorithm);
    },
  );

  it('names the registered key and shows no certificate', async () => {
    const keyed = signerOf({ keyId: 'registered-991825827', keysDir: 'config/certificates', algorithm: 'RS512' });
    expect(decodeProtectedHeader(await signJwtGrant(GRANT, keyed))).toEqual({
      alg: 'RS512',
      kid: 'registered-991825827',
    });
  });
});
