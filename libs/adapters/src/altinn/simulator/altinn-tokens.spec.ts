import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GATEWAY_ORGANISATION } from '#maskinporten/simulated-clients.js';
import { payloadOf } from './altinn-signer.js';
import { AltinnTester, aLetter, RESOURCE, SENDER_SCOPES } from './testing/altinn-tester.js';

const EXCHANGE = '/authentication/api/v1/exchange/maskinporten';
const JWKS = '/authentication/api/v1/openid/.well-known/openid-configuration/jwks';
const SEARCH = `/correspondence?resourceId=${RESOURCE}&role=Sender`;

describe('tokens of the simulated Altinn', () => {
  let altinn: AltinnTester;
  beforeAll(async () => {
    altinn = await AltinnTester.start();
  });
  afterEach(() => {
    altinn.simulator.clock.setOffset(0);
  });
  afterAll(() => altinn.stop());

  it('are exchanged for plain text, signed with the published key, with the claims of both', async () => {
    const maskinporten = await altinn.maskinporten();
    const answer = await altinn.call('GET', EXCHANGE, { token: maskinporten });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    const [head = '', body = '', signature = ''] = answer.bytes.toString('utf8').split('.');
    const jwks = (await altinn.call('GET', JWKS)).body as { keys: [JsonWebKey] };
    const key = createPublicKey({ key: jwks.keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const claims = payloadOf(`${head}.${body}.`);
    expect(claims).toMatchObject({
      iss: `${altinn.simulator.baseUrl}/altinn/authentication/api/v1/openid/`,
      scope: SENDER_SCOPES,
      consumer: { ID: `0192:${GATEWAY_ORGANISATION}` },
      'urn:altinn:orgNumber': GATEWAY_ORGANISATION,
      'urn:altinn:org': expect.any(String),
      'urn:altinn:authenticatemethod': 'maskinporten',
      'urn:altinn:authlevel': 3,
    });
    for (const dropped of ['aud', 'client_amr', 'sid']) expect(claims).not.toHaveProperty(dropped);
  });

  it('name the service owner only with the scope of one', async () => {
    const token = await altinn.sender('altinn:correspondence.write');
    expect(payloadOf(token)).not.toHaveProperty(['urn:altinn:org']);
  });

  it('are refused when Maskinporten did not sign them, or they are out of time', async () => {
    const token = await altinn.maskinporten();
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${Buffer.from('forged').toString('base64url')}`;
    const [head = '', , signature = ''] = token.split('.');
    const claims = { ...payloadOf(token), scope: 'altinn:everything' };
    const changed = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
    for (const bad of [undefined, 'no-token', forged, changed]) {
      const answer = await altinn.call('GET', EXCHANGE, bad === undefined ? {} : { token: bad });
      expect(answer.status).toBe(401);
    }
    altinn.advance(3_600_000);
    expect((await altinn.call('GET', EXCHANGE, { token })).status).toBe(401);
  });

  it('of another provider are 400, and the old header is gone', async () => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const other = `${encode({ alg: 'RS256' })}.${encode({ iss: 'https://elsewhere.example/' })}.x`;
    expect((await altinn.call('GET', EXCHANGE, { token: other })).status).toBe(400);
    const headers = { 'X-Altinn-EnterpriseUser-Authentication': 'x' };
    expect((await altinn.call('GET', EXCHANGE, { token: await altinn.maskinporten(), headers })).status).toBe(410);
  });

  it('expire by the clock of the simulation', async () => {
    const token = await altinn.sender();
    expect((await altinn.correspondence('GET', SEARCH, { token })).status).toBe(200);
    altinn.advance(30 * 60_000);
    expect((await altinn.correspondence('GET', SEARCH, { token })).status).toBe(401);
  });

  it('of Maskinporten itself are taken from a service owner alone', async () => {
    const asOwner = await altinn.maskinporten('altinn:serviceowner altinn:correspondence.write');
    expect((await altinn.correspondence('GET', SEARCH, { token: asOwner })).status).toBe(200);
    const alone = await altinn.maskinporten('altinn:correspondence.write');
    const answer = await altinn.correspondence('GET', SEARCH, { token: alone });
    expect(answer.status).toBe(403);
    expect(answer.bytes.toString('utf8')).toMatch(/IDX10205: Issuer validation failed.*Exchange to Altinn token/i);
  });

  it('are believed by their signature alone, exchanged or not', async () => {
    const scope = 'altinn:serviceowner altinn:correspondence.write';
    for (const token of [await altinn.maskinporten(scope), await altinn.sender(scope)]) {
      const forged = `${token.slice(0, token.lastIndexOf('.'))}.${Buffer.alloc(256).toString('base64url')}`;
      const [, body = ''] = token.split('.');
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
      for (const bad of [forged, unsigned]) {
        expect((await altinn.correspondence('GET', SEARCH, { token: bad })).status).toBe(401);
      }
      expect((await altinn.correspondence('GET', SEARCH, { token })).status).toBe(200);
    }
  });

  it.each([
    ['POST', '/correspondence', 'altinn:correspondence.read'],
    ['POST', '/correspondence/upload', 'altinn:correspondence.read'],
    ['POST', '/attachment', 'altinn:correspondence.read'],
    ['GET', SEARCH, 'altinn:serviceowner'],
    ['POST', '/correspondence/6ab1c8a4-7d49-4c79-9b1c-0a8fd6cb94c1/confirm', 'altinn:correspondence.write'],
    ['GET', '/correspondence/6ab1c8a4-7d49-4c79-9b1c-0a8fd6cb94c1/content', 'altinn:correspondence.write'],
    ['GET', '/correspondence/6ab1c8a4-7d49-4c79-9b1c-0a8fd6cb94c1/notification/check', SENDER_SCOPES],
  ])('without the scope %s %s is 403 with %s', async (method, path, scope) => {
    const token = await altinn.sender(scope);
    expect((await altinn.correspondence(method, path, { token })).status).toBe(403);
  });

  it.each([
    ['application/json', 200],
    ['application/*;q=0.8, text/html', 200],
    ['*/*', 200],
    ['application/xml', 406],
    ['text/html', 406],
  ])('do not help where Accept is %s: %i', async (accept, status) => {
    const token = await altinn.sender();
    expect((await altinn.correspondence('GET', SEARCH, { token, headers: { accept } })).status).toBe(status);
  });

  it('cannot make a letter when there is none', async () => {
    expect((await altinn.correspondence('POST', '/correspondence', { json: aLetter() })).status).toBe(401);
  });
});
