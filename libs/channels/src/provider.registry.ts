import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { ChannelId } from '#domain/channel-id.js';
import { CHANNELS_FILE, type ChannelsFile } from './channels-file.js';
import { indexProviders, type FoundProvider, type ProviderIndex, type RegisteredChannel } from './provider-index.js';
import { Provider } from './provider.decorator.js';
import type { ContactRegister, OrganisationRegister, PopulationRegister } from './registers.port.js';

/**
 * The providers this process really has, found by their decorator. Nothing else in the apps knows a concrete adapter.
 * Built while the modules start, so that a contradiction stops the boot and not the first letter.
 */
@Injectable()
export class ProviderRegistry implements OnModuleInit {
  private built: ProviderIndex | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    @Inject(CHANNELS_FILE) private readonly file: ChannelsFile,
  ) {}

  /** Throws ConfigurationError when the providers do not fit together. */
  onModuleInit(): void {
    this.built = indexProviders(this.find(), this.file);
  }

  /** Undefined when it is not enabled (any more): a stored plan may name such a channel. */
  channel(id: ChannelId): RegisteredChannel | undefined {
    return this.index.channels.get(id);
  }

  channels(): readonly RegisteredChannel[] {
    return [...this.index.channels.values()];
  }

  capabilities(): readonly ChannelCapabilities[] {
    return this.channels().map((channel) => channel.descriptor.capabilities);
  }

  /** The channel that serves a mailbox provider, by its organisation number; undefined when nobody does. */
  mailboxChannelOf(providerOrganisation: string): ChannelId | undefined {
    return this.index.mailboxChannels.get(providerOrganisation);
  }

  contactRegister(): ContactRegister {
    return this.index.contactRegister;
  }

  populationRegister(): PopulationRegister {
    return this.index.populationRegister;
  }

  organisationRegister(): OrganisationRegister {
    return this.index.organisationRegister;
  }

  /** Also before onModuleInit of this module, when an earlier one asks. */
  private get index(): ProviderIndex {
    this.built ??= indexProviders(this.find(), this.file);
    return this.built;
  }

  private find(): FoundProvider[] {
    // By instance, because an alias (`useExisting`) shows the same one twice.
    const found = new Map<unknown, FoundProvider>();
    for (const wrapper of this.discovery.getProviders()) {
      const instance = wrapper.instance as unknown;
      if (typeof instance !== 'object' || instance === null) continue;
      const descriptor = this.discovery.getMetadataByDecorator(Provider, wrapper);
      if (descriptor !== undefined) found.set(instance, { descriptor, instance });
    }
    return [...found.values()];
  }
}
