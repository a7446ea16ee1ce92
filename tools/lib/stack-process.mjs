import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository, varFolder } from './paths.mjs';
import { say } from './progress.mjs';

/**
 * tools/stack.mjs as a process of its own with a channel to this one: when this one dies, however, the stack stops;
 * unless keep() has been called, then it lives on.
 */
export class StackProcess {
  constructor({ databaseUrl, amqpUrl }, args = []) {
    this.logFile = join(varFolder('log'), 'stack.log');
    const log = openSync(this.logFile, 'w');
    this.child = spawn(process.execPath, [inRepository('tools', 'stack.mjs'), ...args], {
      cwd: inRepository(),
      // The sample letters are to the seeded people as they are listed, whatever an earlier session made of them.
      env: { SANDBOX_SEEDS: 'restore', ...process.env, DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl },
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.child.on('message', ({ event, name }) => {
      if (event === 'died') say(`  ! ${name} died and is started again; see var/log/${name}.log`);
    });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  /** Resolves with `{ gateway: url, … }` when every app is ready; throws with what the stack said. */
  ready(update) {
    return new Promise((resolve, reject) => {
      const fail = (text) =>
        reject(new Error(text || `the stack did not start:\n${readFileSync(this.logFile, 'utf8').slice(-2000)}`));
      const ready = [];
      this.child.on('message', (message) => {
        if (message.event === 'ready') update(ready.push(message.name) && ready.join(', '));
        if (message.event === 'stack-ready') resolve(message.urls);
        if (message.event === 'failed') fail(message.text);
      });
      this.child.once('exit', () => fail(''));
    });
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.ended;
  }

  async keep() {
    await new Promise((resolve) => this.child.send('keep', resolve));
    this.child.disconnect();
    this.child.unref();
  }
}
