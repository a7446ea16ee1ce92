import { decodeJwt } from 'jose';
import { describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import { providerUnderTest } from './testing/provider-under-test.js';
import type { TokenRequest } from './token-provider.js';

const SCOPE = 'digitalpostinnbygger:send';
const signal = AbortSignal.timeout(60_000);

function claimsOf(result: Result<string, Failure>): Record<string, unknown> {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.text}`);
  return decodeJwt(result.value);
}

describe('TokenProvider', () => {
  it('gets a token as the gateway itself', async () => {
    const { provider } = providerUnderTest();
    expect(claimsOf(await provider.token({ scope: 'krr:global/digitalpost.read' }, signal))).toMatchObject({
      consumer: { ID: '0192:991825827' },
      scope: 'krr:global/digitalpost.read',
      aud: 'unspecified',
    });
  });

  it('signs as the sender without a delegation to itself', async () => {
    const { provider } = providerUnderTest();
    const claims = claimsOf(await provider.token({ scope: SCOPE, signer: '313000001', consumer: '313000001' }, signal));
    expect(claims).toMatchObject({ consumer: { ID: '0192:313000001' }, client_id: 'client-313000001' });
    expect(claims).not.toHaveProperty('supplier');
  });

  it('signs as the supplier on behalf of the sender', async () => {
    const { provider } = providerUnderTest();
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
    const { provider } = providerUnderTest();
    const claims = claimsOf(
      await provider.token({ scope: SCOPE, signer: '313000001', resource: 'https://api.example.no' }, signal),
    );
    expect(claims['aud']).toBe('https://api.example.no');
  });

  it('keeps a token until 30 seconds before it expires', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const first = await provider.token({ scope: SCOPE }, signal);
    maskinporten.clock.setOffset(85_000);
    expect(await provider.token({ scope: SCOPE }, signal)).toEqual(first);
    maskinporten.clock.setOffset(91_000);
    expect(await provider.token({ scope: SCOPE }, signal)).not.toEqual(first);
    expect(maskinporten.calls).toHaveLength(2);
  });

  it('asks once for all who wait', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const ask = (): Promise<unknown> => provider.token({ scope: SCOPE }, AbortSignal.timeout(60_000));
    await Promise.all(Array.from({ length: 100 }, ask));
    expect(maskinporten.calls).toHaveLength(1);
  });

  it('keeps tokens of different signers, consumers and scopes apart', async () => {
    const { provider, maskinporten } = providerUnderTest();
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
    const { provider } = providerUnderTest();
    const first = await provider.token({ scope: SCOPE }, signal);
    provider.forget(first.ok ? first.value : '');
    expect(await provider.token({ scope: SCOPE }, signal)).not.toEqual(first);
  });

  it('lets one caller give up without taking the token from the others', async () => {
    const { provider } = providerUnderTest();
    const impatient = new AbortController();
    const [first, second] = [
      provider.token({ scope: SCOPE }, impatient.signal),
      provider.token({ scope: SCOPE }, signal),
    ];
    impatient.abort();
    expect(await first).toMatchObject({ ok: false, error: { code: 'MASKINPORTEN_ABORTED', kind: 'transient' } });
    expect((await second).ok).toBe(true);
  });

  it('signs with the registered key where one is named, and with the certificate elsewhere', async () => {
    const { provider } = providerUnderTest({
      clientId: 'meldingsformidler-key',
      keyId: 'registered-991825827',
      signerClientIds: '313000001=client-313000001,313003000=key-client-313003000',
      signerKeyIds: '313003000=registered-313003000',
      keysDir: 'config/certificates',
      algorithm: 'RS384',
    });
    const own = claimsOf(await provider.token({ scope: SCOPE }, signal));
    expect(own).toMatchObject({ client_id: 'meldingsformidler-key', client_amr: 'private_key_jwt' });
    const signer = claimsOf(await provider.token({ scope: SCOPE, signer: '313000001' }, signal));
    expect(signer).toMatchObject({ client_amr: 'virksomhetssertifikat' });
    const delegated = { scope: SCOPE, supplier: '313003000', consumer: '313000001' };
    expect(claimsOf(await provider.token(delegated, signal))).toMatchObject({
      client_amr: 'private_key_jwt',
      consumer: { ID: '0192:313000001' },
      supplier: { ID: '0192:313003000' },
    });
  });

  it('takes the same scopes in another order for the same token', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const first = await provider.token({ scope: `${SCOPE} meldingsformidler:send` }, signal);
    expect(await provider.token({ scope: `meldingsformidler:send ${SCOPE}` }, signal)).toEqual(first);
    expect(maskinporten.calls).toHaveLength(1);
  });

  it('keeps the newer token when an older one is refused late', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const older = await provider.token({ scope: SCOPE }, signal);
    maskinporten.clock.setOffset(100_000);
    const newer = await provider.token({ scope: SCOPE }, signal);
    provider.forget(older.ok ? older.value : '');
    expect(await provider.token({ scope: SCOPE }, signal)).toEqual(newer);
    expect(maskinporten.calls).toHaveLength(2);
  });
});
