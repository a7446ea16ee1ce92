import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until.js';

/** The repository: tests and benches are started there. */
export const ROOT = process.cwd();
const BOOT_MS = 45_000;
const DRAIN_MS = 30_000;
const SHOWN_LINES = 15;

export interface AppProcessOptions {
  /** Of the instance, `gateway-2`. */
  readonly name: string;
  /** Folder in apps. */
  readonly app: string;
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly logFile: string;
}

/** One app as a real process from `dist`, as `npm run stack` starts it; its output is kept in a file. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private gone: Promise<void> = Promise.resolve();
  /** Ends that nobody asked for. */
  readonly deaths: string[] = [];
  private ending = false;

  constructor(private readonly options: AppProcessOptions) {
    // A worker that Jest ends has no chance to stop its systems.
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return this.options.url;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when `/health/ready` answers 200; `changes` to its variables hold for this start. */
  async start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    const log = openSync(this.options.logFile, 'a');
    const entry = join(ROOT, 'dist', 'apps', this.options.app, 'src', 'main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      cwd: ROOT,
      env: { ...this.options.env, ...changes },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    this.ending = false;
    this.gone = new Promise((done) => {
      child.once('exit', (code, signal) => {
        if (!this.ending) this.deaths.push(`${this.name} ended by itself (${signal ?? `exit ${String(code)}`})`);
        done();
      });
    });
    await until(`${this.name} is ready`, () => (this.isRunning ? this.isReady() : this.fail()), BOOT_MS);
  }

  /** Resolves with the milliseconds it took to be gone; a drain that takes too long is an error. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
    const startedAt = performance.now();
    if (!this.isRunning) return 0;
    this.ending = true;
    this.child?.kill(signal);
    let late: NodeJS.Timeout | undefined;
    const timer = new Promise<'late'>((done) => {
      late = setTimeout(() => {
        done('late');
      }, DRAIN_MS);
    });
    const outcome = await Promise.race([this.gone, timer]);
    clearTimeout(late);
    if (outcome === 'late') {
      this.child?.kill('SIGKILL');
      await this.gone;
      throw new Error(`${this.name} did not end within ${DRAIN_MS} ms of ${signal}.\n${this.logTail()}`);
    }
    return performance.now() - startedAt;
  }

  /** How the process ended; undefined while it runs. */
  get exit(): { readonly code: number | null; readonly signal: string | null } | undefined {
    return this.child === undefined || this.isRunning
      ? undefined
      : { code: this.child.exitCode, signal: this.child.signalCode };
  }

  log(): string {
    try {
      return readFileSync(this.options.logFile, 'utf8');
    } catch {
      return '';
    }
  }

  /** What went wrong according to its log: lines of level warn and above, else simply the last ones. */
  logTail(): string {
    const lines = this.log().trimEnd().split('\n');
    const bad = lines.filter((line) => !/"level":"?(10|20|30|trace|debug|info)"?[,}]/.test(line));
    const shown = (bad.length > 0 ? bad : lines).slice(-SHOWN_LINES).map((line) => line.slice(0, 600));
    return [`--- ${this.name} (${this.options.logFile})`, ...shown].join('\n');
  }

  private async isReady(): Promise<true | undefined> {
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      return response.ok ? true : undefined;
    } catch {
      return undefined;
    }
  }

  private fail(): never {
    throw new Error(`${this.name} did not start.\n${this.logTail()}`);
  }
}
