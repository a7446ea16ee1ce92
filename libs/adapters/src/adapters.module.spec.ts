import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { parseChannelsFile } from '#channels/channels-file.js';
import { ConfigurationError } from '#platform/config-error.js';
import { adapterFolders, importAdapter, importSimulator } from './adapter-folders.js';
import { AdaptersModule } from './adapters.module.js';

const folders = await adapterFolders();

/** What a provider folder must have (design 2). */
function required(id: string): readonly string[] {
  const roles = ['adapter', 'client', 'mapper', 'errors', 'config', 'simulator', 'conformance.spec'];
  return ['index.ts', 'README.md', ...roles.map((role) => `${id}.${role}.ts`)];
}

function folder(id: string): URL {
  return new URL(`./${id}/`, import.meta.url);
}

function boot(
  file: string,
  environment: Readonly<Record<string, string>> = {},
): ReturnType<typeof AdaptersModule.fromFolders> {
  return AdaptersModule.fromFolders(environment, parseChannelsFile(file, 'channels.yaml'));
}

async function problemsOf(file: string): Promise<readonly string[]> {
  try {
    await boot(file);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ name }) => name);
  }
}

describe('provider folders', () => {
  it('are found by scan', () => {
    expect(folders).toEqual(expect.arrayContaining(['altinn', 'print']));
  });

  it.each([...folders])('%s has everything that a provider folder must have', async (id) => {
    const files = await readdir(folder(id));
    expect(required(id).filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each([...folders])('%s exports its module and its simulator', async (id) => {
    expect(typeof (await importAdapter(id)).register).toBe('function');
    expect(typeof (await importSimulator(id))).toBe('function');
  });

  it.each([...folders])('%s says in its README what is odd about it', async (id) => {
    const readme = await readFile(new URL('README.md', folder(id)), 'utf8');
    expect(readme.length).toBeGreaterThan(300);
    expect(readme).toMatch(/quirk/i);
  });

  it.each([...folders])('%s imports no other provider folder', async (id) => {
    const files = (await readdir(folder(id), { recursive: true })).filter((file) => file.endsWith('.ts'));
    const others = folders.filter((other) => other !== id);
    for (const file of files) {
      const text = await readFile(new URL(file, folder(id)), 'utf8');
      expect(others.filter((other) => new RegExp(`from '[^']*/${other}/`).test(text))).toEqual([]);
    }
  });

  it('name failures by codes that belong to one folder each', async () => {
    const owners = new Map<string, Set<string>>();
    for (const id of folders) {
      const files = (await readdir(folder(id), { recursive: true })).filter(
        (file) => /\.ts$/.test(file) && !file.includes('.spec.'),
      );
      for (const file of files) {
        const text = await readFile(new URL(file, folder(id)), 'utf8');
        for (const [, code = ''] of text.matchAll(/'([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)'/g)) {
          // Only codes of ours: they begin with the provider's name.
          if (folders.some((other) => code.startsWith(`${other.toUpperCase()}_`)))
            owners.set(code, (owners.get(code) ?? new Set()).add(id));
        }
      }
    }
    expect(owners.size).toBeGreaterThan(0);
    expect([...owners].filter(([, ids]) => ids.size > 1).map(([code]) => code)).toEqual([]);
  });
});

describe('AdaptersModule', () => {
  it('does not ask a disabled provider for its configuration', async () => {
    const module = await boot('altinn: { enabled: false }\nprint: { enabled: false }');
    expect(module.imports).toEqual([]);
  });

  it('registers what is enabled', async () => {
    const module = await boot('altinn: { enabled: true }', {
      ALTINN_BASE_URL: 'https://altinn.example.no',
      ALTINN_RESOURCE_ID: 'brev',
    });
    expect(module.imports).toHaveLength(1);
  });

  it('names an unknown provider by its line, and the missing variables of all others with it', async () => {
    expect(await problemsOf('\naltinn: { enabled: true }\nno-such-provider: { enabled: true }')).toEqual([
      'ALTINN_BASE_URL',
      'ALTINN_RESOURCE_ID',
      'channels.yaml:3',
    ]);
  });
});
