import type { ChannelCapabilities } from '#domain/channel-capabilities.js';

/**
 * What a provider folder says about itself (`@Provider`). The role tells which port it implements; the registry
 * refuses to start when two providers claim one id, a role is missing or config/channels.yaml names an unknown one.
 */
export type ProviderDescriptor = ChannelDescriptor | RegisterDescriptor;

interface DescriptorBase {
  /** The folder's name: `digipost`, `krr` … */
  readonly id: string;
  /** For people, in the console and in the logs. */
  readonly displayName: string;
}

export interface ChannelDescriptor extends DescriptorBase {
  readonly role: 'channel';
  readonly capabilities: ChannelCapabilities;
}

export interface RegisterDescriptor extends DescriptorBase {
  readonly role: 'contact-register' | 'population-register' | 'organisation-register';
}

export type ProviderRole = ProviderDescriptor['role'];
