import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRemoteJWKSet, jwtVerify, SignJWT } from 'jose';
import * as openid from 'openid-client';
import getToken from '@vtfk/maskinporten-auth';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { HttpClient } from '#platform/http.client.js';
import { JwksClient } from './jwks.client.js';
import { createSimulator } from './maskinporten.simulator.js';
import { TokenVerifier } from './token-verifier.js';

/**
 * The simulated Maskinporten over a socket, judged by clients that none of us wrote: one made for Maskinporten, and one
 * for OAuth in general, which reads the metadata too. What they get is accepted by our own verifier, and by jose alone.
 */
const SCOPE = 'meldingsformidler:send';
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const http = new HttpClient();
let simulator: RunningSimulator;
let issuer = '';

beforeAll(async () => {
  simulator = await startSimulator(createSimulator);
  issuer = `${simulator.baseUrl}/maskinporten/`;
});

afterAll(async () => {
  await http.close();
  await simulator.stop();
});

const file = (name: string): string => readFileSync(`config/certificates/${name}.pem`, 'utf8');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** The published client takes one certificate, not a chain. */
const leafOf = (pem: string): string => /-----BEGIN[\s\S]+?END CERTIFICATE-----/.exec(pem)?.[0] ?? '';

async function expectAccepted(token: string, consumer: string): Promise<void> {
  const jwks = new JwksClient(http, `${issuer}jwk`, simulator.clock);
  const verifier = new TokenVerifier(jwks, { issuer }, simulator.clock);
  expect(await verifier.verify(token, SCOPE)).toEqual({ ok: true, value: { consumer } });
  const keys = createRemoteJWKSet(new URL(`${issuer}jwk`));
  const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], audience: 'unspecified' });
  expect(payload).toMatchObject({ consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${consumer}` } });
}

function grant(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return new SignJWT({ scope: SCOPE, ...changes })
    .setProtectedHeader({ alg: 'RS256', kid: 'registered-313001008' })
    .setIssuer('key-client-313001008')
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('100s')
    .sign(createPrivateKey(file('registered-313001008.key')));
}

describe('@vtfk/maskinporten-auth', () => {
  const options = {
    pemcert: '',
    pemprivateKey: '',
    url: '',
    audience: '',
    issuer: 'client-313000001',
    scope: SCOPE,
  };

  beforeAll(() => {
    options.pemcert = base64(leafOf(file('313000001.cert')));
    options.pemprivateKey = base64(file('313000001.key'));
    options.url = `${issuer}token`;
    options.audience = issuer;
  });

  it('gets a token that is accepted', async () => {
    const token = await getToken(options);
    expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 120 });
    await expectAccepted(token.access_token, '313000001');
  });

  it('is refused with the body that it passes on', async () => {
    await expect(getToken({ ...options, scope: 'krr:global/digitalpost.read' })).rejects.toMatchObject({
      response: { status: 400, data: { error: 'invalid_scope', error_description: expect.stringContaining('MP-201') } },
    });
  });
});

describe('openid-client', () => {
  /** Marked as deprecated by the library so that it stands out; a service on this machine is what it is for. */
  const allowHttp = Reflect.get<typeof openid, 'allowInsecureRequests'>(openid, 'allowInsecureRequests');
  /** As the library finds it: RFC 8414 from the issuer, or the address that Maskinporten documents. */
  const discover = (server: string): Promise<openid.Configuration> =>
    openid.discovery(new URL(server), 'key-client-313001008', {}, openid.None(), {
      algorithm: 'oauth2',
      execute: [allowHttp],
    });

  it.each([
    ['the issuer', ''],
    ['the documented address', '.well-known/oauth-authorization-server'],
  ])('finds the metadata from %s and gets a token that is accepted', async (_what, path) => {
    const configuration = await discover(`${issuer}${path}`);
    expect(configuration.serverMetadata()).toMatchObject({ issuer, jwks_uri: `${issuer}jwk` });
    const token = await openid.genericGrantRequest(configuration, GRANT_TYPE, { assertion: await grant() });
    expect(token.expiresIn()).toBeGreaterThan(100);
    await expectAccepted(token.access_token, '313001008');
  });

  it('reads the refusals', async () => {
    const configuration = await discover(issuer);
    const request = openid.genericGrantRequest(configuration, GRANT_TYPE, {
      assertion: await grant({ consumer_org: '313000001' }),
    });
    await expect(request).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: expect.stringContaining('MP-251'),
      status: 403,
    });
  });
});
