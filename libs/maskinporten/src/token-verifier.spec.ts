import { generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { JwksClient } from './jwks.client.js';
import { issueToken } from './maskinporten.simulator.js';
import { InProcessMaskinporten } from './testing/in-process-maskinporten.js';
import { TokenVerifier } from './token-verifier.js';

const SCOPE = 'meldingsformidler:send';

function setUp(): { verifier: TokenVerifier; maskinporten: InProcessMaskinporten } {
  const maskinporten = new InProcessMaskinporten();
  const jwks = new JwksClient(maskinporten, `${maskinporten.issuer}jwk`, maskinporten.clock);
  return { verifier: new TokenVerifier(jwks, maskinporten.issuer, maskinporten.clock), maskinporten };
}

describe('TokenVerifier', () => {
  it('tells who calls and for whom', async () => {
    const { verifier, maskinporten } = setUp();
    const own = await issueToken(maskinporten.context, { consumer: '313000001' });
    expect(await verifier.verify(own, SCOPE)).toEqual({ ok: true, value: { consumer: '313000001' } });
    const delegated = await issueToken(maskinporten.context, { consumer: '313000001', supplier: '313003000' });
    expect(await verifier.verify(delegated, SCOPE)).toEqual({
      ok: true,
      value: { consumer: '313000001', supplier: '313003000' },
    });
  });

  it('finds one scope among several', async () => {
    const { verifier, maskinporten } = setUp();
    const token = await issueToken(maskinporten.context, { consumer: '313000001', scope: `other:scope ${SCOPE}` });
    expect((await verifier.verify(token, SCOPE)).ok).toBe(true);
  });

  it('fetches the keys once', async () => {
    const { verifier, maskinporten } = setUp();
    const token = await issueToken(maskinporten.context, { consumer: '313000001' });
    await Promise.all([1, 2, 3].map(() => verifier.verify(token, SCOPE)));
    await verifier.verify(token, SCOPE);
    expect(maskinporten.calls).toHaveLength(1);
  });

  it('refuses a token without the scope, in words that name it', async () => {
    const { verifier, maskinporten } = setUp();
    const token = await issueToken(maskinporten.context, { consumer: '313000001', scope: 'other:scope' });
    expect(await verifier.verify(token, SCOPE)).toMatchObject({
      ok: false,
      error: { kind: 'permanent', code: 'SCOPE_MISSING' },
    });
  });

  it('refuses a token that has expired', async () => {
    const { verifier, maskinporten } = setUp();
    const token = await issueToken(maskinporten.context, { consumer: '313000001' });
    maskinporten.clock.setOffset(10 * 60_000);
    expect(await verifier.verify(token, SCOPE)).toMatchObject({ ok: false, error: { code: 'TOKEN_EXPIRED' } });
  });

  it('refuses forgeries and what is no token', async () => {
    const { verifier, maskinporten } = setUp();
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ scope: SCOPE, consumer: { ID: '0192:313000001' } })
      .setProtectedHeader({ alg: 'RS256', kid: 'unknown' })
      .setIssuer(maskinporten.issuer)
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(privateKey);
    const good = await issueToken(maskinporten.context, { consumer: '313000001' });
    const [header, , signature] = good.split('.');
    const changed = [header, Buffer.from('{"scope":"meldingsformidler:send"}').toString('base64url'), signature].join(
      '.',
    );
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1] ?? ''}.`;
    for (const token of [forged, changed, unsigned, 'no token', '']) {
      expect(await verifier.verify(token, SCOPE)).toMatchObject({ ok: false, error: { code: 'TOKEN_INVALID' } });
    }
  });

  it('refuses tokens of another issuer', async () => {
    const { maskinporten } = setUp();
    const jwks = new JwksClient(maskinporten, `${maskinporten.issuer}jwk`, maskinporten.clock);
    const verifier = new TokenVerifier(jwks, 'https://maskinporten.no/', maskinporten.clock);
    const token = await issueToken(maskinporten.context, { consumer: '313000001' });
    expect(await verifier.verify(token, SCOPE)).toMatchObject({ ok: false, error: { code: 'TOKEN_INVALID' } });
  });

  it('is not sure of anything without the keys', async () => {
    const { verifier, maskinporten } = setUp();
    const token = await issueToken(maskinporten.context, { consumer: '313000001' });
    maskinporten.request = () => Promise.resolve({ status: 503, headers: {}, body: Buffer.alloc(0) });
    expect(await verifier.verify(token, SCOPE)).toMatchObject({ ok: false, error: { kind: 'transient' } });
  });
});
