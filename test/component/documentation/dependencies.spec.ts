import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const read = (file: string): string => readFileSync(resolve(import.meta.dirname, '../../..', file), 'utf8');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const [, runs = '', builds = ''] = (read('ARCHITECTURE.md').split('## Dependencies')[1] ?? '').split('| package');

/** A dependency is somebody's code in ours: each has its reason, and none is explained that is gone. */
describe("ARCHITECTURE's dependencies", () => {
  it('has one line for each that runs', () => {
    expect(packagesIn(runs)).toEqual(Object.keys(dependencies ?? {}).sort());
  });

  it('has each that builds and tests', () => {
    const own = Object.keys(devDependencies ?? {}).filter((name) => !name.startsWith('@types/'));
    expect(packagesIn(builds)).toEqual(own.sort());
  });
});

function packagesIn(table: string): readonly string[] {
  const cells = [...table.matchAll(/^\|([^|]*)\|/gm)].map(([, cell]) => cell ?? '');
  return cells
    .flatMap((cell) => cell.split(','))
    .map((name) => name.trim())
    .filter((name) => /^[@a-z]/.test(name))
    .sort();
}
