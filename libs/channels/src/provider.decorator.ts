import { DiscoveryService } from '@nestjs/core';
import type { ProviderDescriptor } from './provider-descriptor.js';

/** Marks the class of a provider folder; ProviderRegistry finds all of them by this at boot. */
export const Provider = DiscoveryService.createDecorator<ProviderDescriptor>();
