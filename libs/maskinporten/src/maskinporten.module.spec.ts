import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '#domain/clock.js';
import { ConfigurationError } from '#platform/config-error.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK } from '#platform/tokens.js';
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

@Global()
@Module({
  providers: [
    { provide: CLOCK, useValue: systemClock },
    { provide: SigningIdentityStore, useValue: { get: () => undefined } },
  ],
  exports: [CLOCK, SigningIdentityStore],
})
class SurroundingsModule {}

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    MaskinportenModule.forEnvironment(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map((problem) => problem.name);
  }
}

describe('MaskinportenModule', () => {
  it('provides tokens to others and the check of theirs', async () => {
    const module = await Test.createTestingModule({
      imports: [SurroundingsModule, MaskinportenModule.forEnvironment(ENVIRONMENT)],
    }).compile();
    expect(module.get(TokenProvider)).toBeInstanceOf(TokenProvider);
    expect(module.get(TokenVerifier)).toBeInstanceOf(TokenVerifier);
    await module.close();
  });

  it('names every variable that is missing', () => {
    expect([...problemsOf({})].sort()).toEqual(Object.keys(ENVIRONMENT).sort());
  });

  it.each([
    ['MASKINPORTEN_ISSUER', 'https://maskinporten.no'],
    ['MASKINPORTEN_TOKEN_URL', 'maskinporten'],
    ['MASKINPORTEN_ORGANISATION', '99182582'],
    ['MASKINPORTEN_SIGNER_CLIENT_IDS', '313000001:client'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ ...ENVIRONMENT, [name]: value })).toEqual([name]);
  });
});
