import type { ProviderRole } from './provider-descriptor.js';

/** Methods each role must have; a plain JavaScript folder, or one behind a cast, would else fail with the first letter. */
const REQUIRED: Readonly<Record<ProviderRole, readonly string[]>> = {
  channel: ['deposit', 'status'],
  'contact-register': ['lookUp', 'printService'],
  'population-register': ['lookUp'],
  'organisation-register': ['lookUp'],
};

/** Optional parts that must be complete when they are there. */
const PARTS: Readonly<Partial<Record<ProviderRole, Readonly<Record<string, readonly string[]>>>>> = {
  channel: { inbox: ['fetch', 'confirm'], callback: ['parse'] },
};

/** Names such as `deposit` or `inbox.confirm` that the instance lacks. */
export function missingPortMethods(role: ProviderRole, instance: unknown): readonly string[] {
  const missing = REQUIRED[role].filter((method) => !hasMethod(instance, method));
  for (const [part, methods] of Object.entries(PARTS[role] ?? {})) {
    const value = property(instance, part);
    if (value === undefined) continue;
    missing.push(...methods.filter((method) => !hasMethod(value, method)).map((method) => `${part}.${method}`));
  }
  return missing;
}

function hasMethod(target: unknown, name: string): boolean {
  return typeof property(target, name) === 'function';
}

function property(target: unknown, name: string): unknown {
  return typeof target === 'object' && target !== null ? (Reflect.get(target, name) as unknown) : undefined;
}
