import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from '../command.js';

/** The skeleton is written by the same script as `npm run new:adapter`. */
export const newAdapter: Command = {
  name: 'new adapter',
  usage: 'NAME',
  summary: 'writes the skeleton of a provider folder that passes the conformance suite',
  help: ['NAME  lower-case letters, digits and hyphens, e.g. kivra: the folder in libs/adapters/src'],
  options: {},
  operands: { least: 1, most: 1 },
  async run(input, { repository }) {
    const script = join(repository, 'tools', 'new-adapter.mjs');
    const child = spawn(process.execPath, [script, input.operand(0)], { cwd: repository, stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as readonly unknown[];
    return code === 0 ? 0 : code === 2 ? 2 : 1;
  },
};
