import { describe } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What a tool said. */
export interface ToolAnswer {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * `describe`, for a spec that proves our files by tools of others, which share no code with ours. `describe.skip`, and
 * one line on standard error, where a tool, or a folder of specifications, is not on the machine.
 */
export function describeWith(tools: readonly string[], folder?: string): typeof describe | typeof describe.skip {
  const missing = tools.filter((tool) => spawnSync(tool, ['-version']).error !== undefined);
  if (folder !== undefined && !existsSync(folder)) missing.push(basename(folder));
  if (missing.length === 0) return describe;
  process.stderr.write(`Not on this machine: ${missing.join(', ')}. What is proved by that is skipped.\n`);
  return describe.skip;
}

/** Files of a spec, gone after it. */
export class ToolFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mf-tools-'));

  write(name: string, content: string | Buffer): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  read(name: string): Buffer {
    return readFileSync(join(this.path, name));
  }

  /** UTF-8 file names, whatever the machine's locale. */
  run(tool: string, ...parameters: readonly string[]): ToolAnswer {
    const { status, stdout, stderr } = spawnSync(tool, [...parameters], {
      cwd: this.path,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      maxBuffer: 64 * 1024 * 1024,
      timeout: 30_000,
    });
    return { status, stdout, stderr: stderr.toString('utf8') };
  }

  /** Fails with what the tool said when it does not succeed. */
  succeed(tool: string, ...parameters: readonly string[]): ToolAnswer {
    const answer = this.run(tool, ...parameters);
    if (answer.status === 0) return answer;
    throw new Error(`${tool} ended with ${String(answer.status)}: ${answer.stderr}${answer.stdout.toString('utf8')}`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
