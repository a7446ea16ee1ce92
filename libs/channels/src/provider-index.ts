import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';
import type { ChannelId } from '#domain/channel-id.js';
import type { Channel } from './channel.port.js';
import type { ChannelsFile } from './channels-file.js';
import { missingPortMethods } from './port-methods.js';
import type { ChannelDescriptor, ProviderDescriptor, ProviderRole } from './provider-descriptor.js';
import type { ContactRegister, OrganisationRegister, PopulationRegister } from './registers.port.js';

/** A class that carries the Provider mark, as the container made it. */
export interface FoundProvider {
  readonly descriptor: ProviderDescriptor;
  readonly instance: unknown;
}

export interface RegisteredChannel {
  readonly id: ChannelId;
  readonly descriptor: ChannelDescriptor;
  readonly port: Channel;
  /** Calls in flight at most, from config/channels.yaml: the channel's bulkhead. */
  readonly concurrency: number;
}

export interface ProviderIndex {
  readonly channels: ReadonlyMap<ChannelId, RegisteredChannel>;
  /** Organisation number of the mailbox provider -> channel. */
  readonly mailboxChannels: ReadonlyMap<string, ChannelId>;
  readonly contactRegister: ContactRegister;
  readonly populationRegister: PopulationRegister;
  readonly organisationRegister: OrganisationRegister;
}

const REGISTER_ROLES = ['contact-register', 'population-register', 'organisation-register'] as const;

/**
 * Pure: sorts the found providers by role and checks that they make a whole: each id once, each enabled provider
 * there, every register exactly once, no mailbox provider served twice, every port complete. Throws ConfigurationError
 * with all problems at once.
 */
export function indexProviders(found: readonly FoundProvider[], file: ChannelsFile): ProviderIndex {
  const problems = [...idProblems(found, file), ...portProblems(found, file), ...roleProblems(found, file)];
  const channels = channelsOf(found, file);
  const mailboxChannels = new Map<string, ChannelId>();
  for (const channel of channels.values()) {
    for (const organisation of channel.descriptor.capabilities.mailboxProviders) {
      const other = mailboxChannels.get(organisation);
      if (other !== undefined) {
        problems.push({
          name: file.path,
          rule: `${other} and ${channel.id} both serve mailbox provider ${organisation}; disable one`,
        });
      }
      mailboxChannels.set(organisation, channel.id);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  const register = (role: ProviderRole): unknown =>
    found.find((provider) => provider.descriptor.role === role)?.instance;
  return {
    channels,
    mailboxChannels,
    contactRegister: register('contact-register') as ContactRegister,
    populationRegister: register('population-register') as PopulationRegister,
    organisationRegister: register('organisation-register') as OrganisationRegister,
  };
}

function channelsOf(found: readonly FoundProvider[], file: ChannelsFile): Map<ChannelId, RegisteredChannel> {
  const channels = new Map<ChannelId, RegisteredChannel>();
  for (const { descriptor, instance } of found) {
    if (descriptor.role !== 'channel') continue;
    channels.set(descriptor.id, {
      id: descriptor.id,
      descriptor,
      port: instance as Channel,
      concurrency: file.providers.get(descriptor.id)?.concurrency ?? 1,
    });
  }
  return channels;
}

function idProblems(found: readonly FoundProvider[], file: ChannelsFile): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const counts = new Map<string, number>();
  for (const { descriptor } of found) {
    counts.set(descriptor.id, (counts.get(descriptor.id) ?? 0) + 1);
    if (descriptor.role === 'channel' && descriptor.capabilities.channel !== descriptor.id) {
      problems.push({
        name: descriptor.id,
        rule: `declares the capabilities of channel ${descriptor.capabilities.channel}, not its own`,
      });
    }
  }
  for (const [id, count] of counts) {
    if (count > 1)
      problems.push({ name: id, rule: `is the id of ${String(count)} providers; an id belongs to one folder` });
  }
  for (const [id, settings] of file.providers) {
    if (settings.enabled && !counts.has(id)) {
      problems.push({
        name: `${file.path}:${String(settings.line)}`,
        rule: `${id} is enabled, but no class carries @Provider({ id: '${id}' })`,
      });
    }
  }
  return problems;
}

function portProblems(found: readonly FoundProvider[], file: ChannelsFile): ConfigurationProblem[] {
  return found.flatMap(({ descriptor, instance }) => {
    const missing = missingPortMethods(descriptor.role, instance);
    if (missing.length === 0) return [];
    return [
      { name: `${file.path} ${descriptor.id}`, rule: `lacks ${missing.join(', ')} of the ${descriptor.role} port` },
    ];
  });
}

function roleProblems(found: readonly FoundProvider[], file: ChannelsFile): ConfigurationProblem[] {
  return REGISTER_ROLES.flatMap((role) => {
    const ids = found.filter((provider) => provider.descriptor.role === role).map((provider) => provider.descriptor.id);
    if (ids.length === 1) return [];
    const rule =
      ids.length === 0
        ? `no enabled provider is the ${role}; enable one`
        : `${ids.join(' and ')} are both the ${role}; disable all but one`;
    return [{ name: file.path, rule }];
  });
}
