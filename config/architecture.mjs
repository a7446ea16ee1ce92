/**
 * The dependency direction of ARCHITECTURE.md as data: which lib or app may import which. Read by ESLint's boundaries
 * rule and by dependency-cruiser, so that there is one table. An element may always import itself, except adapters,
 * where every folder is an element of its own and none may see another.
 */
export const ALLOWED = {
  domain: [],
  routing: ['domain'],
  contract: ['domain'],
  channels: ['domain', 'platform'],
  platform: ['domain'],
  maskinporten: ['domain', 'channels', 'platform'],
  dpi: ['domain', 'channels', 'platform', 'maskinporten'],
  documents: ['domain', 'channels', 'platform'],
  messaging: ['domain', 'contract', 'platform'],
  persistence: ['domain', 'contract', 'platform'],
  // The scan that finds the provider folders; it names no adapter.
  adapters: ['channels', 'domain', 'platform'],
  adapter: ['domain', 'channels', 'platform', 'dpi', 'maskinporten', 'documents'],
};

export const LIBS = Object.keys(ALLOWED).filter((name) => name !== 'adapter');
export const APPS = ['gateway', 'receipts', 'console', 'sandbox', 'cli'];

/** Which npm packages only one lib may import, and why: the rest of the code must not know that they are there. */
export const OWNERS = {
  typeorm: ['persistence'],
  '@nestjs/typeorm': ['persistence'],
  pg: ['persistence'],
  amqplib: ['messaging'],
  'node-forge': ['dpi'],
  undici: ['platform'],
  jose: ['maskinporten'],
};

export const elements = [
  { type: 'app', pattern: 'apps/*', capture: ['name'] },
  { type: 'adapter', pattern: 'libs/adapters/src/*', capture: ['name'] },
  ...LIBS.map((name) => ({ type: name, pattern: `libs/${name}` })),
];

export const policies = [
  { from: { element: { type: 'app' } }, allow: LIBS.map((name) => ({ to: { element: { type: name } } })) },
  {
    from: { element: { type: 'app' } },
    allow: [{ to: { element: { type: 'app', captured: { name: '{{from.element.captured.name}}' } } } }],
  },
  {
    from: { element: { type: 'adapter' } },
    allow: [{ to: { element: { type: 'adapter', captured: { name: '{{from.element.captured.name}}' } } } }],
  },
  ...Object.entries(ALLOWED).map(([name, targets]) => ({
    from: { element: { type: name } },
    allow: [...targets, ...(name === 'adapter' ? [] : [name])].map((target) => ({ to: { element: { type: target } } })),
  })),
];
