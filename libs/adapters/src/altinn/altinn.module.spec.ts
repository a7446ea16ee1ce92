import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '#domain/clock.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { AltinnAdapter } from './altinn.adapter.js';
import { AltinnSubscriber } from './altinn.subscriber.js';
import AltinnModule from './index.js';

const nobody = { warn: () => undefined, info: () => undefined };

@Global()
@Module({
  providers: [
    { provide: CLOCK, useValue: systemClock },
    { provide: LOGGER, useValue: nobody },
    { provide: TokenProvider, useValue: {} },
  ],
  exports: [CLOCK, LOGGER, TokenProvider],
})
class Platform {}

describe('the module of Altinn', () => {
  it('makes the adapter and its subscriber from the environment, and closes its sockets', async () => {
    const environment = { ALTINN_BASE_URL: 'https://platform.example.no', ALTINN_RESOURCE_ID: 'brev' };
    const app = await Test.createTestingModule({ imports: [Platform, AltinnModule.register(environment)] }).compile();
    await app.init();
    expect(app.get(AltinnAdapter, { strict: false })).toBeInstanceOf(AltinnAdapter);
    expect(app.get(AltinnSubscriber, { strict: false })).toBeInstanceOf(AltinnSubscriber);
    await app.close();
  });

  it.each([
    ['ALTINN_SENDER_RESOURCES', '313000001'],
    ['ALTINN_SENDER_RESOURCES', '313000001=Brev'],
    ['ALTINN_SENDER_CONFIDENTIAL_RESOURCES', 'x=brev'],
    ['ALTINN_CONFIDENTIAL_RESOURCE_ID', 'urn:altinn:resource:brev'],
  ])('stops the boot for a %s that cannot be right', (name, value) => {
    const environment = { ALTINN_BASE_URL: 'https://platform.example.no', ALTINN_RESOURCE_ID: 'brev', [name]: value };
    expect(() => AltinnModule.register(environment)).toThrow(name);
  });
});
