import { randomUUID } from 'node:crypto';
import forge from 'node-forge';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { FileKeys } from '#channels/simulation/file-keys.js';
import { InProcessMaskinporten } from './testing/in-process-maskinporten.js';
import { assertionWith, byKey, chainOf, ORGANISATION, type GrantChanges } from './testing/simulated-grants.js';

const keys = new FileKeys('config/certificates');
const SYSTEM_USER = {
  type: 'urn:altinn:systemuser',
  systemuser_org: { authority: 'iso6523-actorid-upis', ID: `0192:${ORGANISATION}` },
};

interface Grant extends GrantChanges {
  readonly grantType?: string;
  readonly contentType?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The answer to a grant that is right but for what the test changes. */
async function ask(maskinporten: InProcessMaskinporten, grant: Grant = {}): Promise<Answer> {
  const assertion = await assertionWith(maskinporten, grant);
  const form = { grant_type: grant.grantType ?? 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const answer = await maskinporten.request({
    method: 'POST',
    url: `${maskinporten.issuer}token`,
    headers: { 'content-type': grant.contentType ?? 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  return { ...answer, body: JSON.parse(answer.body.toString('utf8')) as Record<string, unknown> };
}

/** The claims of the issued token, by the published keys and jose. */
async function claimsOf(maskinporten: InProcessMaskinporten, grant: Grant): Promise<Record<string, unknown>> {
  const { body } = await ask(maskinporten, grant);
  const published = await maskinporten.request({ method: 'GET', url: `${maskinporten.issuer}jwk` });
  const jwks = createLocalJWKSet(JSON.parse(published.body.toString('utf8')) as JSONWebKeySet);
  const verified = await jwtVerify(String(body['access_token']), jwks, {
    issuer: maskinporten.issuer,
    algorithms: ['RS256'],
    currentDate: maskinporten.clock.now(),
  });
  return verified.payload;
}

/** In every field a virksomhetssertifikat, but of a root that the test environment does not know: as production's. */
function foreignCertificate(organisation: string): string {
  const certificate = forge.pki.createCertificate();
  const subject = [
    { name: 'commonName', value: 'REELL VIRKSOMHET' },
    { type: '2.5.4.97', value: `NTRNO-${organisation}` },
  ];
  const root = forge.pki.privateKeyFromPem(keys.get('maskinporten')?.privateKey ?? '');
  const own = forge.pki.privateKeyFromPem(keys.get(organisation)?.privateKey ?? '');
  certificate.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000);
  certificate.validity.notAfter = new Date(Date.now() + 3_600_000);
  certificate.setSubject(subject);
  certificate.setIssuer([{ name: 'commonName', value: 'En annen rot-CA' }]);
  certificate.sign(root, forge.md.sha256.create());
  return forge.util.encode64(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes());
}

describe('the simulated Maskinporten', () => {
  it.each(['RS256', 'RS384', 'RS512'])('issues a token for a certificate and %s', async (alg) => {
    const maskinporten = new InProcessMaskinporten();
    const { status, body, headers } = await ask(maskinporten, { header: { alg, x5c: chainOf(ORGANISATION) } });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 120, scope: 'digitalpostinnbygger:send' });
    expect(await claimsOf(maskinporten, {})).toMatchObject({
      client_id: `client-${ORGANISATION}`,
      client_orgno: ORGANISATION,
      consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${ORGANISATION}` },
      client_amr: 'virksomhetssertifikat',
      aud: 'unspecified',
    });
  });

  it('issues a token for a registered key', async () => {
    const grant = {
      claims: { iss: `key-client-${ORGANISATION}` },
      header: { alg: 'RS512', kid: `registered-${ORGANISATION}` },
      signedBy: `registered-${ORGANISATION}`,
    };
    expect(await claimsOf(new InProcessMaskinporten(), grant)).toMatchObject({
      client_id: `key-client-${ORGANISATION}`,
      client_amr: 'private_key_jwt',
      consumer: { ID: `0192:${ORGANISATION}` },
    });
  });

  it('lets tokens live as long as the shortest of their scopes', async () => {
    const maskinporten = new InProcessMaskinporten();
    const long = await ask(maskinporten, { claims: { scope: 'altinn:serviceowner' } });
    const mixed = await ask(maskinporten, { claims: { scope: 'altinn:serviceowner digitalpostinnbygger:send' } });
    expect([long.body['expires_in'], mixed.body['expires_in']]).toEqual([300, 120]);
    const { iat, exp } = await claimsOf(maskinporten, { claims: { scope: 'altinn:serviceowner' } });
    expect(Number(exp) - Number(iat)).toBe(300);
  });

  it.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
    ['one resource', { resource: ['https://a.example.no'] }, { aud: 'https://a.example.no' }],
    ['a resource as text', { resource: 'https://a.example.no' }, { aud: 'https://a.example.no' }],
    ['several resources', { resource: ['https://a.no', 'https://b.no'] }, { aud: ['https://a.no', 'https://b.no'] }],
    ['a person', { pid: '17912099997' }, { pid: '17912099997' }],
  ])('writes %s into the token', async (_what, claims, expected) => {
    expect(await claimsOf(new InProcessMaskinporten(), { claims })).toMatchObject(expected);
  });

  it('names consumer, supplier and where the delegation was made', async () => {
    const supplier = { header: { x5c: chainOf('313003000') }, signedBy: '313003000' };
    const maskinporten = new InProcessMaskinporten();
    const inAltinn = { ...supplier, claims: { iss: 'client-313003000', consumer_org: ORGANISATION } };
    expect(await claimsOf(maskinporten, inAltinn)).toMatchObject({
      consumer: { ID: `0192:${ORGANISATION}` },
      supplier: { ID: '0192:313003000' },
      delegation_source: 'https://tt02.altinn.no/',
    });
    const older = { ...supplier, claims: { iss: 'client-313003000', iss_onbehalfof: ORGANISATION } };
    const claims = await claimsOf(maskinporten, older);
    expect(claims).toMatchObject({ supplier: { ID: '0192:313003000' } });
    expect(claims).not.toHaveProperty('delegation_source');
    const systemUser = { iss: 'client-313003000', authorization_details: [SYSTEM_USER] };
    expect(await claimsOf(maskinporten, { ...supplier, claims: systemUser })).toMatchObject({
      consumer: { ID: '0192:313003000' },
      authorization_details: [{ ...SYSTEM_USER, systemuser_id: [expect.any(String)] }],
    });
  });

  it.each([
    'maskinporten/.well-known/oauth-authorization-server',
    '.well-known/oauth-authorization-server/maskinporten',
  ])('publishes its metadata at /%s', async (path) => {
    const maskinporten = new InProcessMaskinporten();
    const url = `${maskinporten.issuer.replace('maskinporten/', '')}${path}`;
    const answer = await maskinporten.request({ method: 'GET', url });
    expect(JSON.parse(answer.body.toString('utf8'))).toMatchObject({
      issuer: maskinporten.issuer,
      token_endpoint: `${maskinporten.issuer}token`,
      jwks_uri: `${maskinporten.issuer}jwk`,
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'RS512'],
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

  it('says with every refusal what it is, where to read on, and its time', async () => {
    const maskinporten = new InProcessMaskinporten();
    maskinporten.clock.setOffset(86_400_000);
    const answer = await ask(maskinporten, { claims: { iss: 'nobody' } });
    expect(answer.body).toEqual({
      error: 'invalid_grant',
      error_description: 'Invalid assertion. Client authentication failed. Client not found (MP-100)',
      error_uri: expect.stringContaining('https://docs.digdir.no/'),
    });
    expect(Math.abs(Date.parse(answer.headers['date'] ?? '') - maskinporten.clock.now().getTime())).toBeLessThan(5_000);
  });

  const now = Math.floor(Date.now() / 1_000);
  it.each<[string, Grant, number, string]>([
    ['another grant type', { grantType: 'client_credentials' }, 400, 'MP-011'],
    ['JSON', { contentType: 'application/json' }, 400, 'MP-011'],
    ['what is no JWT', { assertion: 'a.b' }, 400, 'MP-011'],
    ['no signature', { assertion: 'eyJhbGciOiJub25lIn0.e30.' }, 400, 'MP-124'],
    ['the token URL as audience', { claims: { aud: 'http://simulation/maskinporten/token' } }, 400, 'MP-110'],
    ['an audience without the slash', { claims: { aud: 'http://simulation/maskinporten' } }, 400, 'MP-110'],
    ['several audiences', { claims: { aud: ['http://simulation/maskinporten/', 'x'] } }, 400, 'MP-110'],
    ['a list of one audience', { claims: { aud: ['http://simulation/maskinporten/'] } }, 400, 'MP-110'],
    ['a life over 120 seconds', { claims: { exp: now + 300 } }, 400, 'MP-130'],
    ['an expired grant', { claims: { iat: now - 300, exp: now - 200 } }, 400, 'MP-130'],
    ['a grant that is valid but was made a while ago', { claims: { iat: now - 20, exp: now + 90 } }, 400, 'MP-130'],
    ['a grant of the future', { claims: { iat: now + 60, exp: now + 120 } }, 400, 'MP-130'],
    ['a grant without iat', { claims: { iat: undefined } }, 400, 'MP-130'],
    ['another’s signature', { signedBy: '313001008' }, 400, 'MP-124'],
    ['what is no certificate', { header: { x5c: ['AAAA'] } }, 400, 'MP-120'],
    ['a certificate of production', { header: { x5c: [foreignCertificate(ORGANISATION)] } }, 400, 'MP-120'],
    ['an empty chain', { header: { x5c: [] } }, 400, 'MP-120'],
    ['a chain that is no list', { header: { x5c: 'AAAA' as unknown as string[] } }, 400, 'MP-123'],
    ['neither kid nor x5c', { header: {} }, 400, 'MP-100'],
    ['both kid and x5c', { header: { kid: 'a', x5c: chainOf(ORGANISATION) } }, 400, 'MP-011'],
    ['an unknown client', { claims: { iss: 'nobody' } }, 400, 'MP-100'],
    ['another’s client', { claims: { iss: 'client-313001008' } }, 400, 'MP-122'],
    ['the certificate of a client with keys', { claims: { iss: `key-client-${ORGANISATION}` } }, 400, 'MP-100'],
    ['an unknown key', byKey('nobody'), 400, 'MP-100'],
    ['another’s key', byKey('registered-313001008', 'registered-313001008'), 400, 'MP-100'],
    ['a key that has expired', byKey(`expired-${ORGANISATION}`), 400, 'MP-121'],
    ['a key that was revoked', byKey(`revoked-${ORGANISATION}`), 400, 'MP-121'],
    ['another pair than the registered', byKey(`registered-${ORGANISATION}`, ORGANISATION), 400, 'MP-124'],
    ['a claim that does not exist', { claims: { sub: 'someone' } }, 400, 'MP-100'],
    ['itself as consumer', { claims: { consumer_org: ORGANISATION } }, 400, 'MP-011'],
    ['a consumer in ISO 6523', { claims: { consumer_org: '0192:313001008' } }, 400, 'MP-011'],
    ['two delegations', { claims: { consumer_org: '313001008', iss_onbehalfof: '313001008' } }, 400, 'MP-011'],
    ['a resource that is no text', { claims: { resource: [1] } }, 400, 'MP-011'],
    ['a person that is none', { claims: { pid: '1' } }, 400, 'MP-011'],
    ['no scope', { claims: { scope: ' ' } }, 400, 'MP-200'],
    ['a scope that does not exist', { claims: { scope: 'no:such' } }, 400, 'MP-200'],
    ['a scope of others', { claims: { scope: 'krr:global/digitalpost.read' } }, 400, 'MP-201'],
    ['a consumer that has not delegated', { claims: { consumer_org: '313001008' } }, 403, 'MP-251'],
    ['a consumer without the scope', { claims: { consumer_org: '312508729' } }, 403, 'MP-250'],
    ['unknown authorization details', { claims: { authorization_details: [{ type: 'x' }] } }, 400, 'MP-301'],
    [
      'a system user of nobody',
      { claims: { authorization_details: [{ type: 'urn:altinn:systemuser' }] } },
      400,
      'MP-302',
    ],
    ['a system user that was not given', { claims: { authorization_details: [SYSTEM_USER] } }, 400, 'MP-303'],
  ])('refuses %s', async (_what, grant, status, code) => {
    const answer = await ask(new InProcessMaskinporten(), grant);
    expect(answer.status).toBe(status);
    expect(answer.body['error_description']).toContain(`(${code})`);
    expect(answer.body).not.toHaveProperty('access_token');
  });
});
