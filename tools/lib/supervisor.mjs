import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRepository, varFolder } from './paths.mjs';
import { removePid, writePid } from './process-files.mjs';
import { waitFor } from './wait.mjs';

const FIRST_BACK_OFF_MS = 200;
const LAST_BACK_OFF_MS = 5_000;
/** An app that has run this long has started well: its next death is restarted at once. */
const HEALTHY_MS = 10_000;
const BOOT_ATTEMPTS = 3;
/** EX_CONFIG: the app has said which variables are wrong, and starting it again changes nothing. */
const BAD_CONFIGURATION = 78;
const KILL_AFTER_MS = 30_000;

/**
 * Keeps one app running: starts it, writes its process id to var/run and its output to var/log, and starts it again
 * when it dies, after 200 ms to 5 s. The app gets a process group of its own, so that Ctrl-C reaches the supervisor
 * only and the apps can be drained in order.
 */
export class SupervisedApp {
  /** `report(event, details)` is told `started`, `died`, `gave-up`. */
  constructor({ name, app, env, firstEnv = {}, url }, environment, report) {
    Object.assign(this, { name, url, report });
    this.entry = inRepository('dist', 'apps', app, 'src', 'main.js');
    this.environment = { ...environment, ...env };
    this.firstEnvironment = { ...firstEnv, ...this.environment };
    this.logFile = join(varFolder('log'), `${name}.log`);
    this.backOff = FIRST_BACK_OFF_MS;
    this.deathsBeforeReady = 0;
    this.wasReady = false;
    this.stopping = false;
  }

  start() {
    const log = openSync(this.logFile, this.child === undefined ? 'w' : 'a');
    this.startedAt = performance.now();
    this.child = spawn(process.execPath, ['--enable-source-maps', this.entry], {
      cwd: inRepository(),
      env: this.child === undefined ? this.firstEnvironment : this.environment,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const { pid } = this.child;
    writePid(this.name, pid);
    this.ended = new Promise((resolve) =>
      this.child.once('exit', (code, signal) => resolve(this.onExit(pid, code, signal))),
    );
    this.report('started', { name: this.name, pid });
  }

  /** Resolves when `/health/ready` answers 200; throws with the end of the log when the app does not get there. */
  async ready(timeoutMs) {
    const answer = await waitFor(async () => {
      if (this.gaveUp) return 'gave up';
      if (this.stopping) return 'stopped';
      return (await this.isReady()) ? 'ready' : undefined;
    }, timeoutMs);
    if (answer === 'ready') this.wasReady = true;
    if (answer === 'ready' || answer === 'stopped') return;
    const what = answer === undefined ? `did not get ready in ${timeoutMs / 1000} s` : 'does not start';
    throw new Error(`${this.name} ${what}. The end of ${this.logFile}:\n${this.logTail()}`);
  }

  /** SIGTERM, and SIGKILL when draining takes too long. Resolves when it is gone. */
  async stop() {
    this.stopping = true;
    if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    const drained = await Promise.race([this.ended.then(() => true), delay(KILL_AFTER_MS, false, { ref: false })]);
    if (drained) return;
    this.report('killed', { name: this.name });
    this.child.kill('SIGKILL');
    await this.ended;
  }

  logTail(lines = 25) {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '(no log)';
    }
  }

  async isReady() {
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  onExit(pid, code, signal) {
    removePid(this.name, pid);
    if (this.stopping) return;
    if (!this.wasReady) this.deathsBeforeReady += 1;
    if (this.deathsBeforeReady >= BOOT_ATTEMPTS || code === BAD_CONFIGURATION) {
      this.gaveUp = true;
      this.report('gave-up', { name: this.name });
      return;
    }
    this.report('died', { name: this.name, code, signal });
    if (performance.now() - this.startedAt > HEALTHY_MS) this.backOff = FIRST_BACK_OFF_MS;
    setTimeout(() => {
      if (!this.stopping) this.start();
    }, this.backOff);
    this.backOff = Math.min(this.backOff * 2, LAST_BACK_OFF_MS);
  }
}
