import { decodeJwt } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { transient, type Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { MaskinportenClient } from './maskinporten.client.js';
import { MaskinportenConfig } from './maskinporten.config.js';
import { InProcessMaskinporten } from './testing/in-process-maskinporten.js';
import { TokenProvider, type TokenRequest } from './token-provider.js';

const SCOPE = 'digitalpostinnbygger:send';
const signal = AbortSignal.timeout(60_000);

function setUp(change: Partial<MaskinportenConfig> = {}): {
  provider: TokenProvider;
  maskinporten: InProcessMaskinporten;
} {
  const maskinporten = new InProcessMaskinporten();
  const config = Object.assign(new MaskinportenConfig(), {
    issuer: maskinporten.issuer,
    tokenUrl: `${maskinporten.issuer}token`,
    jwksUrl: `${maskinporten.issuer}jwk`,
    clientId: 'meldingsformidler',
    organisation: '991825827',
    signerClientIds:
      '313000001=client-313000001,313001008=client-313001008,313003000=client-313003000,310000003=client-310000003',
    ...change,
  });
  const client = new MaskinportenClient(maskinporten, config.tokenUrl);
  return {
    provider: new TokenProvider(config, client, new SigningIdentityStore('config/certificates'), maskinporten.clock),
    maskinporten,
  };
}

function claimsOf(result: Result<string, Failure>): Record<string, unknown> {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.text}`);
  return decodeJwt(result.value);
}

describe('TokenProvider', () => {
  it('gets a token as the gateway itself', async () => {
    const { provider } = setUp();
    expect(claimsOf(await provider.token({ scope: 'krr:global/digitalpost.read' }, signal))).toMatchObject({
      consumer: { ID: '0192:991825827' },
      scope: 'krr:global/digitalpost.read',
      aud: 'unspecified',
    });
  });

  it('signs as the sender without a delegation to itself', async () => {
    const { provider } = setUp();
    const claims = claimsOf(await provider.token({ scope: SCOPE, signer: '313000001', consumer: '313000001' }, signal));
    expect(claims).toMatchObject({ consumer: { ID: '0192:313000001' }, client_id: 'client-313000001' });
    expect(claims).not.toHaveProperty('supplier');
  });

  it('signs as the supplier on behalf of the sender', async () => {
    const { provider } = setUp();
    const claims = claimsOf(
      await provider.token({ scope: SCOPE, supplier: '313003000', consumer: '313000001' }, signal),
    );
    expect(claims).toMatchObject({
      consumer: { authority: 'iso6523-actorid-upis', ID: '0192:313000001' },
      supplier: { ID: '0192:313003000' },
      delegation_source: 'https://tt02.altinn.no/',
    });
  });

  it('restricts the audience when asked', async () => {
    const { provider } = setUp();
    const claims = claimsOf(
      await provider.token({ scope: SCOPE, signer: '313000001', resource: 'https://api.example.no' }, signal),
    );
    expect(claims['aud']).toBe('https://api.example.no');
  });

  it('keeps a token until 30 seconds before it expires', async () => {
    const { provider, maskinporten } = setUp();
    const first = await provider.token({ scope: SCOPE }, signal);
    maskinporten.clock.setOffset(85_000);
    expect(await provider.token({ scope: SCOPE }, signal)).toEqual(first);
    maskinporten.clock.setOffset(91_000);
    expect(await provider.token({ scope: SCOPE }, signal)).not.toEqual(first);
    expect(maskinporten.calls).toHaveLength(2);
  });

  it('asks once for all who wait', async () => {
    const { provider, maskinporten } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => provider.token({ scope: SCOPE }, signal)));
    expect(maskinporten.calls).toHaveLength(1);
  });

  it('keeps tokens of different signers, consumers and scopes apart', async () => {
    const { provider, maskinporten } = setUp();
    const requests: readonly TokenRequest[] = [
      { scope: SCOPE },
      { scope: 'meldingsformidler:send' },
      { scope: SCOPE, signer: '313000001' },
      { scope: SCOPE, signer: '313003000' },
      { scope: SCOPE, signer: '313003000', consumer: '313000001' },
    ];
    const tokens = await Promise.all(requests.map((request) => provider.token(request, signal)));
    expect(new Set(tokens.map((token) => token.ok && token.value)).size).toBe(requests.length);
    expect(maskinporten.calls).toHaveLength(requests.length);
  });

  it('forgets a token that a service refused', async () => {
    const { provider } = setUp();
    const first = await provider.token({ scope: SCOPE }, signal);
    provider.forget(first.ok ? first.value : '');
    expect(await provider.token({ scope: SCOPE }, signal)).not.toEqual(first);
  });

  it('lets one caller give up without taking the token from the others', async () => {
    const { provider } = setUp();
    const impatient = new AbortController();
    const [first, second] = [
      provider.token({ scope: SCOPE }, impatient.signal),
      provider.token({ scope: SCOPE }, signal),
    ];
    impatient.abort();
    expect(await first).toMatchObject({ ok: false, error: { code: 'MASKINPORTEN_ABORTED', kind: 'transient' } });
    expect((await second).ok).toBe(true);
  });

  it('does not keep a failure', async () => {
    const { provider, maskinporten } = setUp();
    const request = maskinporten.request.bind(maskinporten);
    maskinporten.request = () => Promise.resolve({ status: 503, headers: {}, body: Buffer.alloc(0) });
    expect(await provider.token({ scope: SCOPE }, signal)).toMatchObject({ ok: false, error: { kind: 'transient' } });
    maskinporten.request = request;
    expect((await provider.token({ scope: SCOPE }, signal)).ok).toBe(true);
  });

  it.each<[string, TokenRequest, Partial<MaskinportenConfig>, string]>([
    ['a scope that does not exist', { scope: 'no:such' }, {}, 'MASKINPORTEN_SCOPE_UNKNOWN'],
    [
      'a scope of others',
      { scope: 'krr:global/digitalpost.read', signer: '313000001' },
      {},
      'MASKINPORTEN_SCOPE_NOT_GRANTED',
    ],
    ['no delegation', { scope: SCOPE, supplier: '313003000', consumer: '313001008' }, {}, 'MASKINPORTEN_NOT_DELEGATED'],
    [
      'a consumer without the scope',
      { scope: SCOPE, supplier: '313003000', consumer: '312508729' },
      {},
      'MASKINPORTEN_CONSUMER_LACKS_SCOPE',
    ],
    ['another’s client', { scope: SCOPE }, { clientId: 'client-313000001' }, 'MASKINPORTEN_CERTIFICATE_OF_ANOTHER'],
    ['an outsider', { scope: SCOPE, signer: '310000003' }, {}, 'MASKINPORTEN_CLIENT_UNKNOWN'],
    [
      'an issuer without its slash',
      { scope: SCOPE },
      { issuer: 'http://simulation/maskinporten' },
      'MASKINPORTEN_WRONG_AUDIENCE',
    ],
    ['no certificate', { scope: SCOPE, signer: '312508729' }, {}, 'MASKINPORTEN_NO_CERTIFICATE'],
    ['no client', { scope: SCOPE, signer: '313002004' }, {}, 'MASKINPORTEN_NO_CLIENT'],
  ])('%s is a defect that says what to do', async (_what, request, change, code) => {
    const result = await setUp(change).provider.token(request, signal);
    expect(result).toMatchObject({ ok: false, error: { kind: 'defect', code } });
  });

  it('a grant of the wrong time is transient: clocks are set right', async () => {
    const { maskinporten } = setUp();
    const config = Object.assign(new MaskinportenConfig(), {
      issuer: maskinporten.issuer,
      clientId: 'meldingsformidler',
      organisation: '991825827',
    });
    const client = new MaskinportenClient(maskinporten, `${maskinporten.issuer}token`);
    const late = { now: () => new Date(maskinporten.clock.now().getTime() - 300_000) };
    const provider = new TokenProvider(config, client, new SigningIdentityStore('config/certificates'), late);
    expect(await provider.token({ scope: SCOPE }, signal)).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'MASKINPORTEN_GRANT_EXPIRED' },
    });
  });

  it('passes on what the client could not get', async () => {
    const { maskinporten } = setUp();
    const config = Object.assign(new MaskinportenConfig(), {
      clientId: 'meldingsformidler',
      organisation: '991825827',
    });
    const client = { exchange: () => Promise.resolve(err(transient('MASKINPORTEN_NO_ANSWER', 'no answer'))) };
    const provider = new TokenProvider(
      config,
      client,
      new SigningIdentityStore('config/certificates'),
      maskinporten.clock,
    );
    expect(await provider.token({ scope: SCOPE }, signal)).toMatchObject({
      ok: false,
      error: { code: 'MASKINPORTEN_NO_ANSWER' },
    });
  });
});
