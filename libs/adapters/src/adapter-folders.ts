import { readdir } from 'node:fs/promises';
import type { DynamicModule } from '@nestjs/common';
import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import type { Environment } from '#platform/load-config.js';

/**
 * The provider folders beside this file, by scan: a new provider is exactly one folder. Names are read from the disk
 * and imported, so this works from `dist` and in Jest alike.
 */
export interface AdapterModule {
  /** Reads the provider's own configuration; throws ConfigurationError when it is incomplete. */
  register(environment: Environment): DynamicModule;
}

/** Ids of all provider folders, sorted. */
export async function adapterFolders(): Promise<readonly string[]> {
  const entries = await readdir(new URL('.', import.meta.url), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The default export of a folder's index.ts. */
export async function importAdapter(id: string): Promise<AdapterModule> {
  const module = (await import(`./${id}/index.js`)) as { default?: unknown };
  if (!isAdapterModule(module.default)) {
    throw new Error(
      `libs/adapters/src/${id}/index.ts must export a class with a static register(environment) as default.`,
    );
  }
  return module.default;
}

/** `createSimulator` of a folder's `<id>.simulator.ts`. */
export async function importSimulator(id: string): Promise<SimulatorFactory> {
  const module = (await import(`./${id}/${id}.simulator.js`)) as { createSimulator?: unknown };
  if (typeof module.createSimulator !== 'function') {
    throw new Error(`libs/adapters/src/${id}/${id}.simulator.ts must export createSimulator.`);
  }
  return module.createSimulator as SimulatorFactory;
}

function isAdapterModule(value: unknown): value is AdapterModule {
  return typeof value === 'function' && 'register' in value && typeof value.register === 'function';
}
