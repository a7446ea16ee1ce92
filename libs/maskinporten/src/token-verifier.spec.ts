import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OffsetClock } from '#domain/clock.js';
import type { HttpResponse } from '#platform/http.client.js';
import { JwksClient } from './jwks.client.js';
import { issueToken } from './maskinporten.simulator.js';
import { InProcessMaskinporten } from './testing/in-process-maskinporten.js';
import { TokenVerifier } from './token-verifier.js';

const SCOPE = 'meldingsformidler:send';
const ISSUER = 'https://test.maskinporten.no/';
const CONSUMER = { authority: 'iso6523-actorid-upis', ID: '0192:313000001' };
const clock = new OffsetClock();
let pair: { publicKey: KeyObject; privateKey: KeyObject };
let other: { publicKey: KeyObject; privateKey: KeyObject };

beforeAll(() => {
  pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
});

function seconds(): number {
  return Math.floor(clock.now().getTime() / 1_000);
}

interface Changes {
  readonly claims?: JWTPayload;
  readonly without?: string;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: KeyObject;
}

/** A token as Maskinporten makes them, but for what the test changes. */
function tokenWith({ claims = {}, without, header = {}, key = pair.privateKey }: Changes = {}): Promise<string> {
  const all: JWTPayload = {
    iss: ISSUER,
    client_id: 'a-client',
    client_amr: 'virksomhetssertifikat',
    token_type: 'Bearer',
    aud: 'unspecified',
    scope: SCOPE,
    consumer: CONSUMER,
    iat: seconds(),
    exp: seconds() + 120,
    jti: 'one',
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => name !== without));
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid: 'current', ...header }).sign(key);
}

/** Against a key set of one key, with calls counted. */
function verifierOf(audience?: string): { verifier: TokenVerifier; calls: () => number } {
  let calls = 0;
  const request = async (): Promise<HttpResponse> => {
    calls += 1;
    const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'current', use: 'sig', alg: 'RS256' }];
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ keys })) };
  };
  const config = { issuer: ISSUER, ...(audience === undefined ? {} : { audience }) };
  const jwks = new JwksClient({ request }, `${ISSUER}jwk`, clock);
  return { verifier: new TokenVerifier(jwks, config, clock), calls: () => calls };
}

function rawToken(header: object, payload: object, signature = ''): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${signature}`;
}

describe('TokenVerifier and the simulated Maskinporten', () => {
  it('tells who calls and for whom', async () => {
    const maskinporten = new InProcessMaskinporten();
    const jwks = new JwksClient(maskinporten, `${maskinporten.issuer}jwk`, maskinporten.clock);
    const verifier = new TokenVerifier(jwks, { issuer: maskinporten.issuer }, maskinporten.clock);
    const own = await issueToken(maskinporten.context, { consumer: '313000001' });
    expect(await verifier.verify(own, SCOPE)).toEqual({ ok: true, value: { consumer: '313000001' } });
    const delegated = await issueToken(maskinporten.context, { consumer: '313000001', supplier: '313003000' });
    expect(await verifier.verify(delegated, SCOPE)).toEqual({
      ok: true,
      value: { consumer: '313000001', supplier: '313003000', delegationSource: 'https://tt02.altinn.no/' },
    });
    await Promise.all([1, 2, 3].map(() => verifier.verify(own, SCOPE)));
    expect(maskinporten.calls).toEqual(['/maskinporten/jwk']);
  });
});

describe('TokenVerifier', () => {
  it.each<[string, Changes]>([
    ['a plain one', {}],
    ['one scope among several', { claims: { scope: `other:scope ${SCOPE}` } }],
    ['a token without aud, which Maskinporten has announced', { without: 'aud' }],
    ['the old prefix of organisation numbers', { claims: { consumer: { ...CONSUMER, ID: '9908:313000001' } } }],
    ['the type JWT', { header: { typ: 'JWT' } }],
    ['the type of RFC 9068', { header: { typ: 'at+jwt' } }],
    ['a clock that differs by a few seconds', { claims: { iat: seconds() + 8, nbf: seconds() + 8 } }],
    ['a claim that nobody knows', { claims: { 'urn:new': { a: 1 } } }],
  ])('takes %s', async (_what, changes) => {
    const { verifier } = verifierOf();
    expect(await verifier.verify(await tokenWith(changes), SCOPE)).toEqual({
      ok: true,
      value: { consumer: '313000001' },
    });
  });

  it.each<[string, () => Changes, string]>([
    ['the scope as the beginning of another', () => ({ claims: { scope: `${SCOPE}.all` } }), 'SCOPE_MISSING'],
    ['the scope as the end of another', () => ({ claims: { scope: `x${SCOPE}` } }), 'SCOPE_MISSING'],
    ['no scope', () => ({ without: 'scope' }), 'SCOPE_MISSING'],
    ['a scope that is a list', () => ({ claims: { scope: [SCOPE] } }), 'SCOPE_MISSING'],
    ['an expired one', () => ({ claims: { iat: seconds() - 200, exp: seconds() - 80 } }), 'TOKEN_EXPIRED'],
    ['one without exp', () => ({ without: 'exp' }), 'TOKEN_INVALID'],
    ['exp as text', () => ({ claims: { exp: '9999999999' as unknown as number } }), 'TOKEN_INVALID'],
    ['one without iat', () => ({ without: 'iat' }), 'TOKEN_INVALID'],
    ['one of the future', () => ({ claims: { iat: seconds() + 60 } }), 'TOKEN_INVALID'],
    ['one that is not valid yet', () => ({ claims: { nbf: seconds() + 60 } }), 'TOKEN_INVALID'],
    ['the issuer without its slash', () => ({ claims: { iss: 'https://test.maskinporten.no' } }), 'TOKEN_INVALID'],
    ['the issuer of production', () => ({ claims: { iss: 'https://maskinporten.no/' } }), 'TOKEN_INVALID'],
    ['a token of ID-porten', () => ({ claims: { iss: 'https://test.idporten.no' } }), 'TOKEN_INVALID'],
    ['no issuer', () => ({ without: 'iss' }), 'TOKEN_INVALID'],
    ['another’s signature', () => ({ key: other.privateKey }), 'TOKEN_INVALID'],
    ['an unknown key id', () => ({ header: { kid: 'unknown' } }), 'TOKEN_INVALID'],
    ['no key id', () => ({ header: { kid: undefined } as unknown as JWTHeaderParameters }), 'TOKEN_INVALID'],
    ['RS512', () => ({ header: { alg: 'RS512' } }), 'TOKEN_INVALID'],
    ['a logout token', () => ({ header: { typ: 'logout+jwt' } }), 'TOKEN_INVALID'],
    ['no consumer', () => ({ without: 'consumer' }), 'TOKEN_INVALID'],
    ['a consumer as text', () => ({ claims: { consumer: '0192:313000001' } }), 'TOKEN_INVALID'],
    [
      'a consumer by another authority',
      () => ({ claims: { consumer: { authority: 'lei', ID: '0192:313000001' } } }),
      'TOKEN_INVALID',
    ],
    [
      'a consumer of another register',
      () => ({ claims: { consumer: { ...CONSUMER, ID: '0007:313000001' } } }),
      'TOKEN_INVALID',
    ],
    [
      'a consumer with a wrong check digit',
      () => ({ claims: { consumer: { ...CONSUMER, ID: '0192:313000002' } } }),
      'TOKEN_INVALID',
    ],
    ['an unreadable supplier', () => ({ claims: { supplier: { ...CONSUMER, ID: '313003000' } } }), 'TOKEN_INVALID'],
    ['one for another API', () => ({ claims: { aud: 'https://api.example.no' } }), 'TOKEN_INVALID'],
    [
      'one for another API too',
      () => ({ claims: { aud: ['unspecified', 'https://api.example.no'] } }),
      'TOKEN_INVALID',
    ],
    ['an oversized one', () => ({ claims: { padding: 'x'.repeat(8_192) } }), 'TOKEN_INVALID'],
  ])('refuses %s', async (_what, changes, code) => {
    const { verifier } = verifierOf();
    const refused = await verifier.verify(await tokenWith(changes()), SCOPE);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'permanent', code, blame: 'sender' } });
  });

  it('believes no algorithm but RS256, and no key that the token brings itself', async () => {
    const { verifier } = verifierOf();
    const payload = { iss: ISSUER, scope: SCOPE, consumer: CONSUMER, iat: seconds(), exp: seconds() + 100 };
    // The public key as the secret of an HMAC: what a library falls for that lets the header choose.
    const secret = pair.publicKey.export({ type: 'spki', format: 'pem' });
    const unsigned = rawToken({ alg: 'HS256', kid: 'current' }, payload).slice(0, -1);
    const hmac = `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
    const own = await exportJWK(other.publicKey);
    const brought = await tokenWith({ key: other.privateKey, header: { jwk: own, kid: 'current' } });
    const [header, , signature] = (await tokenWith()).split('.');
    const changed = `${header ?? ''}.${Buffer.from(JSON.stringify({ ...payload, scope: 'x' })).toString('base64url')}.${signature ?? ''}`;
    const none = rawToken({ alg: 'none', kid: 'current' }, payload);
    const demanding = rawToken({ alg: 'RS256', kid: 'current', crit: ['new'], new: 1 }, payload).slice(0, -1);
    const signed = sign('sha256', Buffer.from(demanding), pair.privateKey).toString('base64url');
    const critical = `${demanding}.${signed}`;
    for (const token of [
      hmac,
      brought,
      changed,
      none,
      critical,
      'no token',
      '',
      '..',
      'a.b.c',
      'a.b.c.d.e',
      '\u0000',
    ]) {
      expect(await verifier.verify(token, SCOPE)).toMatchObject({ ok: false, error: { code: 'TOKEN_INVALID' } });
    }
  });

  it('asks for no key for what Maskinporten never makes', async () => {
    const { verifier, calls } = verifierOf();
    for (const token of [
      'no token',
      rawToken({ alg: 'none' }, {}),
      await tokenWith({ header: { typ: 'x' } }),
      'a'.repeat(9_000),
    ])
      await verifier.verify(token, SCOPE);
    expect(calls()).toBe(0);
  });

  it('asks once for unknown keys, however many tokens name them', async () => {
    const { verifier, calls } = verifierOf();
    await verifier.verify(await tokenWith(), SCOPE);
    for (let count = 0; count < 20; count += 1)
      await verifier.verify(await tokenWith({ header: { kid: `forged-${String(count)}` } }), SCOPE);
    expect(calls()).toBe(1);
    clock.setOffset(31_000);
    for (let count = 0; count < 20; count += 1)
      await verifier.verify(await tokenWith({ header: { kid: `forged-${String(count)}` } }), SCOPE);
    clock.setOffset(0);
    expect(calls()).toBe(2);
  });

  it('holds tokens against the configured audience', async () => {
    const { verifier } = verifierOf('https://brev.example.no');
    const right = await tokenWith({ claims: { aud: ['https://other.example.no', 'https://brev.example.no'] } });
    expect((await verifier.verify(right, SCOPE)).ok).toBe(true);
    for (const aud of ['unspecified', 'https://brev.example.no/', ['https://other.example.no']]) {
      const token = await tokenWith({ claims: { aud } });
      expect(await verifier.verify(token, SCOPE)).toMatchObject({ ok: false, error: { code: 'TOKEN_INVALID' } });
    }
  });

  it('is not sure of anything without the keys', async () => {
    const request = (): Promise<HttpResponse> => Promise.resolve({ status: 503, headers: {}, body: Buffer.alloc(0) });
    const verifier = new TokenVerifier(new JwksClient({ request }, ISSUER, clock), { issuer: ISSUER }, clock);
    expect(await verifier.verify(await tokenWith(), SCOPE)).toMatchObject({ ok: false, error: { kind: 'transient' } });
  });
});
