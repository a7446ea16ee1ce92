import { describe, expect, it } from '@jest/globals';
import { Injectable, Module, type Provider as NestProvider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import { parseChannelsFile } from './channels-file.js';
import { ChannelsModule } from './channels.module.js';
import { Provider } from './provider.decorator.js';
import { ProviderRegistry } from './provider.registry.js';

const notCalled = (): Promise<never> => Promise.reject(new Error('Not called in this test.'));

function capabilities(channel: string, mailboxProviders: readonly string[] = []): ChannelCapabilities {
  return {
    channel,
    recipients: ['person'],
    maxTotalBytes: 1,
    maxDocuments: 1,
    mediaTypes: [],
    mailboxProviders,
    reportsOpening: false,
  };
}

@Provider({
  id: 'digipost',
  displayName: 'Digipost',
  role: 'channel',
  capabilities: capabilities('digipost', ['984661185']),
})
@Injectable()
class Digipost {
  deposit = notCalled;
  status = notCalled;
}

@Provider({ id: 'digipost', displayName: 'Digipost too', role: 'channel', capabilities: capabilities('digipost') })
@Injectable()
class SecondDigipost extends Digipost {}

@Provider({ id: 'kivra', displayName: 'Kivra', role: 'channel', capabilities: capabilities('kivra', ['984661185']) })
@Injectable()
class Rival extends Digipost {}

@Provider({ id: 'broken', displayName: 'Broken', role: 'channel', capabilities: capabilities('broken') })
@Injectable()
class Broken {
  deposit = notCalled;
  inbox = { scope: 'shared', fetch: notCalled };
}

@Provider({ id: 'misnamed', displayName: 'Misnamed', role: 'channel', capabilities: capabilities('other') })
@Injectable()
class Misnamed extends Digipost {}

@Provider({ id: 'krr', displayName: 'KRR', role: 'contact-register' })
@Injectable()
class Krr {
  lookUp = notCalled;
  printService = notCalled;
}

@Provider({ id: 'folkeregisteret', displayName: 'Folkeregisteret', role: 'population-register' })
@Injectable()
class Folkeregisteret {
  lookUp = notCalled;
}

@Provider({ id: 'enhetsregisteret', displayName: 'Enhetsregisteret', role: 'organisation-register' })
@Injectable()
class Enhetsregisteret {
  lookUp = notCalled;
}

@Provider({ id: 'brreg', displayName: 'Brreg', role: 'organisation-register' })
@Injectable()
class SecondOrganisationRegister extends Enhetsregisteret {}

const REGISTERS = [Krr, Folkeregisteret, Enhetsregisteret];

async function start(providers: readonly NestProvider[], file = ''): Promise<ProviderRegistry> {
  @Module({ providers: [...providers] })
  class Adapters {}
  const enabled = parseChannelsFile(
    file === '' ? 'digipost: { enabled: true, concurrency: 5 }' : file,
    'channels.yaml',
  );
  const module = await Test.createTestingModule({ imports: [ChannelsModule.forRoot(enabled), Adapters] }).compile();
  await module.init();
  return module.get(ProviderRegistry);
}

describe('ProviderRegistry', () => {
  it('finds the providers by their mark, also those made by a factory, and serves them by role', async () => {
    const registry = await start([{ provide: Digipost, useFactory: () => new Digipost() }, ...REGISTERS]);
    expect(registry.channels().map(({ id, concurrency }) => [id, concurrency])).toEqual([['digipost', 5]]);
    expect(registry.channel('digipost')?.port).toBeInstanceOf(Digipost);
    expect(registry.channel('eboks')).toBeUndefined();
    expect(registry.capabilities().map(({ channel }) => channel)).toEqual(['digipost']);
    expect(registry.mailboxChannelOf('984661185')).toBe('digipost');
    expect(registry.mailboxChannelOf('922020175')).toBeUndefined();
    expect(registry.contactRegister()).toBeInstanceOf(Krr);
    expect(registry.populationRegister()).toBeInstanceOf(Folkeregisteret);
    expect(registry.organisationRegister()).toBeInstanceOf(Enhetsregisteret);
  });

  it('counts an alias once', async () => {
    const registry = await start([Digipost, { provide: 'alias', useExisting: Digipost }, ...REGISTERS]);
    expect(registry.channels()).toHaveLength(1);
  });

  it.each<[string, readonly NestProvider[], string, string]>([
    ['an id twice', [Digipost, SecondDigipost, ...REGISTERS], '', 'digipost: is the id of 2 providers'],
    [
      'a mailbox provider served twice',
      [Digipost, Rival, ...REGISTERS],
      '',
      'digipost and kivra both serve mailbox provider 984661185',
    ],
    ['a register missing', [Digipost, Krr, Folkeregisteret], '', 'no enabled provider is the organisation-register'],
    [
      'a register doubled',
      [Digipost, SecondOrganisationRegister, ...REGISTERS],
      '',
      'are both the organisation-register',
    ],
    [
      'an enabled provider without a class',
      REGISTERS,
      'digipost: { enabled: true }',
      'channels.yaml:1: digipost is enabled, but no class',
    ],
    ['port methods missing', [Digipost, Broken, ...REGISTERS], '', 'lacks status, inbox.confirm of the channel port'],
    [
      'capabilities of another channel',
      [Digipost, Misnamed, ...REGISTERS],
      '',
      'declares the capabilities of channel other',
    ],
  ])('refuses to start with %s', async (_what, providers, file, message) => {
    await expect(start(providers, file)).rejects.toThrow(message);
  });
});
