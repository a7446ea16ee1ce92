import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, importPKCS8, jwtVerify, SignJWT, type JSONWebKeySet, type JWTHeaderParameters } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { InProcessMaskinporten } from './testing/in-process-maskinporten.js';

const ORGANISATION = '313000001';
const identities = new SigningIdentityStore('config/certificates');

interface Grant {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly signedBy?: string;
  readonly grantType?: string;
}

/** The answer to a grant that is right but for what the test changes. */
async function ask(
  maskinporten: InProcessMaskinporten,
  grant: Grant = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const identity = identities.get(ORGANISATION);
  const key = identities.get(grant.signedBy ?? ORGANISATION)?.privateKey ?? '';
  const now = Math.floor(maskinporten.clock.now().getTime() / 1_000);
  const claims = {
    iss: `client-${ORGANISATION}`,
    aud: maskinporten.issuer,
    scope: 'digitalpostinnbygger:send',
    iat: now,
    exp: now + 100,
    jti: randomUUID(),
    ...grant.claims,
  };
  const x5c = (identity?.certificateChain ?? []).map((pem) => pem.replace(/-----[^-]+-----|\s/g, ''));
  const assertion = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', x5c, ...grant.header })
    .sign(await importPKCS8(key, 'RS256'));
  const form = { grant_type: grant.grantType ?? 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const answer = await maskinporten.request({
    method: 'POST',
    url: `${maskinporten.issuer}token`,
    body: new URLSearchParams(form).toString(),
  });
  return { status: answer.status, body: JSON.parse(answer.body.toString('utf8')) as Record<string, unknown> };
}

describe('the simulated Maskinporten', () => {
  it('issues a token that its published keys verify', async () => {
    const maskinporten = new InProcessMaskinporten();
    const { status, body } = await ask(maskinporten);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 120, scope: 'digitalpostinnbygger:send' });
    const keys = await maskinporten.request({ method: 'GET', url: `${maskinporten.issuer}jwk` });
    const jwks = createLocalJWKSet(JSON.parse(keys.body.toString('utf8')) as JSONWebKeySet);
    const { payload } = await jwtVerify(String(body['access_token']), jwks, { issuer: maskinporten.issuer });
    expect(payload).toMatchObject({
      client_orgno: ORGANISATION,
      consumer: { ID: `0192:${ORGANISATION}` },
      client_amr: 'virksomhetssertifikat',
    });
  });

  it('publishes its metadata', async () => {
    const maskinporten = new InProcessMaskinporten();
    const answer = await maskinporten.request({
      method: 'GET',
      url: `${maskinporten.issuer}.well-known/oauth-authorization-server`,
    });
    expect(JSON.parse(answer.body.toString('utf8'))).toMatchObject({
      issuer: maskinporten.issuer,
      token_endpoint: `${maskinporten.issuer}token`,
      jwks_uri: `${maskinporten.issuer}jwk`,
    });
  });

  it('refuses a jti that it has seen', async () => {
    const maskinporten = new InProcessMaskinporten();
    const claims = { jti: randomUUID() };
    expect((await ask(maskinporten, { claims })).status).toBe(200);
    expect(await ask(maskinporten, { claims })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: expect.stringContaining('MP-012') },
    });
  });

  const now = Math.floor(Date.now() / 1_000);
  it.each<[string, Grant, number, string]>([
    ['another grant type', { grantType: 'client_credentials' }, 400, 'MP-011'],
    ['the token URL as audience', { claims: { aud: 'http://simulation/maskinporten/token' } }, 400, 'MP-110'],
    ['an audience without the slash', { claims: { aud: 'http://simulation/maskinporten' } }, 400, 'MP-110'],
    ['several audiences', { claims: { aud: ['http://simulation/maskinporten/', 'x'] } }, 400, 'MP-110'],
    ['a life over 120 seconds', { claims: { exp: now + 300 } }, 400, 'MP-130'],
    ['an expired grant', { claims: { iat: now - 300, exp: now - 200 } }, 400, 'MP-130'],
    ['a grant of the future', { claims: { iat: now + 60, exp: now + 120 } }, 400, 'MP-130'],
    ['another’s signature', { signedBy: '313001008' }, 400, 'MP-124'],
    ['a certificate that nobody issued', { header: { x5c: ['AAAA'] } }, 400, 'MP-120'],
    ['an unknown client', { claims: { iss: 'nobody' } }, 400, 'MP-100'],
    ['another’s client', { claims: { iss: 'client-313001008' } }, 400, 'MP-122'],
    ['a claim that does not exist', { claims: { sub: 'someone' } }, 400, 'MP-100'],
    ['itself as consumer', { claims: { consumer_org: ORGANISATION } }, 400, 'MP-011'],
    ['a scope that does not exist', { claims: { scope: 'no:such' } }, 400, 'MP-200'],
    ['a consumer that has not delegated', { claims: { consumer_org: '313001008' } }, 403, 'MP-251'],
    ['a consumer without the scope', { claims: { consumer_org: '312508729' } }, 403, 'MP-250'],
  ])('refuses %s', async (_what, grant, status, code) => {
    const answer = await ask(new InProcessMaskinporten(), grant);
    expect(answer.status).toBe(status);
    expect(answer.body['error_description']).toContain(code);
  });
});
