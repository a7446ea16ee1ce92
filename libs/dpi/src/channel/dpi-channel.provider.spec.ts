import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Provider } from '#channels/provider.decorator.js';
import { systemClock } from '#domain/clock.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK } from '#platform/tokens.js';
import { Corner2Client } from '../corner2/corner2.client.js';
import { dpiHttp } from '../corner2/dpi-http.js';
import { DpiChannel } from './dpi-channel.js';
import { dpiChannelProvider } from './dpi-channel.provider.js';
import type { DpiParts } from './dpi-parts.js';
import { DpiConfig } from './dpi.config.js';
import { MAILBOX_MEDIA_TYPES, MAILBOX_RECEIPTS } from './dpi-profile.js';
import { MAILBOX_MESSAGE } from './mailbox-message.js';

const CAPABILITIES = {
  channel: 'kivra',
  recipients: ['person'],
  maxTotalBytes: 1,
  maxDocuments: 1,
  mediaTypes: MAILBOX_MEDIA_TYPES,
  mailboxProviders: ['310000003'],
  reportsOpening: true,
} as const;

@Provider({ id: 'kivra', displayName: 'Kivra', role: 'channel', capabilities: CAPABILITIES })
class KivraAdapter extends DpiChannel {
  constructor(parts: DpiParts) {
    super(
      {
        capabilities: CAPABILITIES,
        message: MAILBOX_MESSAGE,
        provider: '310000003',
        kanal: 'mf-kivra',
        maxPackageBytes: 1,
        arrange: (documents) => documents,
        faults: [],
        receipts: MAILBOX_RECEIPTS,
      },
      parts,
    );
  }
}

@Module({})
class GlobalModule {}

describe('the Nest provider of a channel through DPI', () => {
  it('is found by its mark, with the port complete, and closes its sockets with the app', async () => {
    const http = dpiHttp('digipost', { responseTimeoutMs: 1_000 });
    const config = Object.assign(new DpiConfig(), { baseUrl: 'http://127.0.0.1:9/dpi', trustedCertificates: '' });
    const provided = [
      { provide: CLOCK, useValue: systemClock },
      { provide: TokenProvider, useValue: {} },
      { provide: SigningIdentityStore, useValue: {} },
    ];
    const module = await Test.createTestingModule({
      imports: [
        DiscoveryModule,
        { module: GlobalModule, global: true, providers: provided, exports: provided.map(({ provide }) => provide) },
      ],
      providers: [
        dpiChannelProvider({
          adapter: KivraAdapter,
          config,
          client: (clock) => new Corner2Client(http, { baseUrl: config.baseUrl, kanal: 'mf-kivra' }, clock),
          create: (parts) => new KivraAdapter(parts),
        }),
      ],
    }).compile();
    const discovery = module.get(DiscoveryService);
    const found = discovery
      .getProviders()
      .filter((wrapper) => discovery.getMetadataByDecorator(Provider, wrapper)?.id === 'kivra');
    expect(found.map(({ instance }) => instance as unknown)).toEqual([module.get(KivraAdapter)]);
    expect(module.get(KivraAdapter).inbox.scope).toBe('per-signer');
    await module.close();
    const call = http.request({ method: 'GET', url: config.baseUrl });
    await expect(call).rejects.toMatchObject({ code: expect.stringMatching(/^UND_ERR_(CLOSED|DESTROYED)$/) });
  });
});
