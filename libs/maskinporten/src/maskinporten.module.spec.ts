import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '#domain/clock.js';
import { ConfigurationError } from '#platform/config-error.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK } from '#platform/tokens.js';
import { MaskinportenConfig } from './maskinporten.config.js';
import { MaskinportenModule } from './maskinporten.module.js';
import { TokenProvider } from './token-provider.js';
import { TokenVerifier } from './token-verifier.js';

const ENVIRONMENT = {
  MASKINPORTEN_ISSUER: 'http://127.0.0.1:9000/maskinporten/',
  MASKINPORTEN_TOKEN_URL: 'http://127.0.0.1:9000/maskinporten/token',
  MASKINPORTEN_JWKS_URL: 'http://127.0.0.1:9000/maskinporten/jwk',
  MASKINPORTEN_CLIENT_ID: 'meldingsformidler',
  MASKINPORTEN_ORGANISATION: '991825827',
};
let keysDir = '';

beforeAll(() => {
  keysDir = mkdtempSync(join(tmpdir(), 'mf-keys-'));
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export(pem);
  const short = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export(pem);
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem);
  writeFileSync(join(keysDir, 'good.key.pem'), rsa);
  writeFileSync(join(keysDir, 'with%2Fslash.key.pem'), rsa);
  writeFileSync(join(keysDir, 'short.key.pem'), short);
  writeFileSync(join(keysDir, 'ec.key.pem'), ec);
  writeFileSync(join(keysDir, 'text.key.pem'), 'no key');
});

afterAll(() => {
  rmSync(keysDir, { recursive: true });
});

function compile(environment: Readonly<Record<string, string>>): Promise<TestingModule> {
  @Global()
  @Module({
    providers: [
      { provide: CLOCK, useValue: systemClock },
      { provide: SigningIdentityStore, useValue: new SigningIdentityStore('config/certificates') },
    ],
    exports: [CLOCK, SigningIdentityStore],
  })
  class SurroundingsModule {}

  return Test.createTestingModule({
    imports: [SurroundingsModule, MaskinportenModule.forEnvironment(environment)],
  }).compile();
}

/** The variables that stop the boot, with why. */
async function problemsOf(environment: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  try {
    await (await compile(environment)).close();
    return {};
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.problems.map(({ name, rule }) => [name, rule]));
  }
}

describe('MaskinportenModule', () => {
  it('provides tokens to others and the check of theirs', async () => {
    const module = await compile(ENVIRONMENT);
    expect(module.get(TokenProvider)).toBeInstanceOf(TokenProvider);
    expect(module.get(TokenVerifier)).toBeInstanceOf(TokenVerifier);
    await module.close();
  });

  it('names every variable that is missing', async () => {
    expect(Object.keys(await problemsOf({})).sort()).toEqual(Object.keys(ENVIRONMENT).sort());
  });

  it('takes registered keys by their id, and needs no certificate for them', async () => {
    const environment = {
      ...ENVIRONMENT,
      MASKINPORTEN_ORGANISATION: '312508729',
      MASKINPORTEN_KEY_ID: 'with/slash',
      MASKINPORTEN_SIGNER_CLIENT_IDS: '313000001=one,313001008=two',
      MASKINPORTEN_SIGNER_KEY_IDS: '313001008=good',
      MASKINPORTEN_KEYS_DIR: keysDir,
      MASKINPORTEN_ALGORITHM: 'RS512',
      MASKINPORTEN_AUDIENCE: 'https://brev.example.no',
    };
    expect(await problemsOf(environment)).toEqual({});
  });

  it.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    ['an issuer without its slash', { ISSUER: 'https://maskinporten.no' }, 'ISSUER', /slash/],
    ['an address that is none', { TOKEN_URL: 'maskinporten' }, 'TOKEN_URL', /URL/],
    ['a short organisation number', { ORGANISATION: '99182582' }, 'ORGANISATION', /match/],
    ['pairs with a colon', { SIGNER_CLIENT_IDS: '313000001:client' }, 'SIGNER_CLIENT_IDS', /match/],
    ['an algorithm that Maskinporten lacks', { ALGORITHM: 'ES256' }, 'ALGORITHM', /RS256/],
    ['a key id without a folder', { KEY_ID: 'good' }, 'KEYS_DIR', /is needed/],
    ['a folder without a key id', { KEYS_DIR: '.' }, 'KEY_ID', /must name/],
    [
      'the key of a signer without a client',
      { SIGNER_KEY_IDS: '313000001=good', KEYS_DIR: 'KEYS' },
      'SIGNER_KEY_IDS',
      /gives no client/,
    ],
    ['a signer twice', { SIGNER_CLIENT_IDS: '313000001=a,313000001=b' }, 'SIGNER_CLIENT_IDS', /twice/],
    ['itself as a signer', { SIGNER_CLIENT_IDS: '991825827=a' }, 'SIGNER_CLIENT_IDS', /of its own/],
    ['a client without a certificate', { SIGNER_CLIENT_IDS: '312508729=a' }, 'SIGNER_CLIENT_IDS', /no certificate/],
    ['itself without a certificate', { ORGANISATION: '312508729' }, 'CLIENT_ID', /no certificate/],
    ['a key that is not there', { KEY_ID: 'none', KEYS_DIR: 'KEYS' }, 'KEY_ID', /cannot be read/],
    ['a key id that climbs', { KEY_ID: '../good', KEYS_DIR: 'KEYS' }, 'KEY_ID', /cannot be read/],
    ['a short key', { KEY_ID: 'short', KEYS_DIR: 'KEYS' }, 'KEY_ID', /fewer than 2048 bits/],
    ['a key of another kind', { KEY_ID: 'ec', KEYS_DIR: 'KEYS' }, 'KEY_ID', /no RSA key/],
    [
      'text for a signer’s key',
      { SIGNER_CLIENT_IDS: '313000001=a', SIGNER_KEY_IDS: '313000001=text', KEYS_DIR: 'KEYS' },
      'SIGNER_KEY_IDS',
      /313000001 .*no private key/,
    ],
  ])('stops the boot for %s', async (_what, changes, name, rule) => {
    const changed = Object.entries(changes).map(([key, value]) => [
      `MASKINPORTEN_${key}`,
      value === 'KEYS' ? keysDir : value,
    ]);
    const problems = await problemsOf({ ...ENVIRONMENT, ...(Object.fromEntries(changed) as Record<string, string>) });
    expect(Object.keys(problems)).toEqual([`MASKINPORTEN_${name}`]);
    expect(problems[`MASKINPORTEN_${name}`]).toMatch(rule);
  });

  it('stops the boot for a certificate with the key of another', () => {
    const store = new SigningIdentityStore('config/certificates');
    const [own, foreign] = [store.get('991825827'), store.get('313000001')];
    if (own === undefined || foreign === undefined) throw new Error('the test certificates are missing');
    const client = { exchange: () => Promise.reject(new Error('not called')) };
    const mixed = { get: () => ({ ...own, privateKey: foreign.privateKey }) };
    const config = Object.assign(new MaskinportenConfig(), { clientId: 'a', organisation: '991825827' });
    const provider = new TokenProvider(config, client, mixed, systemClock);
    expect(() => {
      provider.requireSigners();
    }).toThrow(/do not belong together/);
  });
});
