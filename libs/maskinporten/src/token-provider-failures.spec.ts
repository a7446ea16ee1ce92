import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { transient, type Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { MaskinportenConfig } from './maskinporten.config.js';
import { providerUnderTest } from './testing/provider-under-test.js';
import { TokenProvider, type TokenRequest } from './token-provider.js';

const SCOPE = 'digitalpostinnbygger:send';
const signal = AbortSignal.timeout(60_000);
const keysDir = mkdtempSync(join(tmpdir(), 'mf-keys-'));
for (const keyId of ['expired-991825827', 'registered-313000001'])
  copyFileSync('config/certificates/registered-991825827.key.pem', join(keysDir, `${keyId}.key.pem`));

afterAll(() => {
  rmSync(keysDir, { recursive: true });
});

/** A kid is what the client says, whatever pair lies behind it. */
function keyed(keyId: string): Partial<MaskinportenConfig> {
  return { clientId: 'meldingsformidler-key', keyId, keysDir };
}

describe('TokenProvider without a token', () => {
  it('does not keep a failure', async () => {
    const { provider, maskinporten } = providerUnderTest();
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
    ['a key that has expired', { scope: SCOPE }, keyed('expired-991825827'), 'MASKINPORTEN_KEY_EXPIRED'],
    ['a key of another client', { scope: SCOPE }, keyed('registered-313000001'), 'MASKINPORTEN_CLIENT_UNKNOWN'],
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
    const result = await providerUnderTest(change).provider.token(request, signal);
    expect(result).toMatchObject({ ok: false, error: { kind: 'defect', code } });
  });

  it.each([
    [-300_000, /(299|300|301) s behind/],
    [7_200_000, /(7199|7200|7201) s ahead of/],
  ])('says how wrong the clock is (%i ms)', async (offset, text) => {
    const { maskinporten, provider } = providerUnderTest({}, offset);
    const result = await provider.token({ scope: SCOPE }, signal);
    expect(result).toMatchObject({ ok: false, error: { kind: 'defect', code: 'MASKINPORTEN_CLOCK_OFF' } });
    expect(result.ok ? '' : result.error.text).toMatch(text);
    expect(maskinporten.calls).toHaveLength(1);
  });

  it('asks once for what only a human can mend, and again after ten seconds', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const request = { scope: SCOPE, supplier: '313003000', consumer: '313001008' };
    const refused = { ok: false, error: { code: 'MASKINPORTEN_NOT_DELEGATED' } };
    for (let count = 0; count < 100; count += 1) expect(await provider.token(request, signal)).toMatchObject(refused);
    expect(maskinporten.calls).toHaveLength(1);
    expect((await provider.token({ scope: SCOPE }, signal)).ok).toBe(true);
    maskinporten.clock.setOffset(11_000);
    expect(await provider.token(request, signal)).toMatchObject(refused);
    expect(maskinporten.calls).toHaveLength(3);
  });

  it('waits as long as Maskinporten asks, and no longer', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const request = maskinporten.request.bind(maskinporten);
    let throttled = 0;
    maskinporten.request = () => {
      throttled += 1;
      return Promise.resolve({ status: 429, headers: { 'retry-after': '20' }, body: Buffer.alloc(0) });
    };
    for (let count = 0; count < 10; count += 1)
      expect(await provider.token({ scope: SCOPE }, signal)).toMatchObject({ ok: false, error: { kind: 'throttled' } });
    expect(throttled).toBe(1);
    maskinporten.request = request;
    maskinporten.clock.setOffset(21_000);
    expect((await provider.token({ scope: SCOPE }, signal)).ok).toBe(true);
  });

  it('gives the failure of one call to all who wait for it', async () => {
    const { provider, maskinporten } = providerUnderTest();
    let calls = 0;
    maskinporten.request = () => {
      calls += 1;
      return Promise.resolve({ status: 503, headers: {}, body: Buffer.alloc(0) });
    };
    const ask = (): Promise<Result<string, Failure>> => provider.token({ scope: SCOPE }, AbortSignal.timeout(60_000));
    const results = await Promise.all(Array.from({ length: 100 }, ask));
    expect(results.every((result) => !result.ok)).toBe(true);
    expect(calls).toBe(1);
  });

  it('asks again after a defect of ours has thrown', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const request = maskinporten.request.bind(maskinporten);
    maskinporten.request = () => Promise.reject(new RangeError('a defect'));
    await expect(provider.token({ scope: SCOPE }, signal)).rejects.toThrow('a defect');
    maskinporten.request = request;
    expect((await provider.token({ scope: SCOPE }, signal)).ok).toBe(true);
  });

  it('survives a defect of ours that nobody waits for any more', async () => {
    const { provider, maskinporten } = providerUnderTest();
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    let asked = false;
    maskinporten.request = () => {
      asked = true;
      return Promise.reject(new RangeError('a defect'));
    };
    expect(await provider.token({ scope: SCOPE }, AbortSignal.abort())).toMatchObject({
      ok: false,
      error: { code: 'MASKINPORTEN_ABORTED' },
    });
    await eventually('the call', () => (asked ? true : undefined));
    // Node tells of unhandled rejections when the turn is over.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('passes on what the client could not get', async () => {
    const { maskinporten } = providerUnderTest();
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
