import { livingProcesses, isAlive, readPid, removePid, writePid } from './process-files.mjs';
import { refuseSecondStack, refuseTakenPorts } from './stack-plan.mjs';
import { SupervisedApp } from './supervisor.mjs';
import { waitFor } from './wait.mjs';

const READY_MS = 60_000;

/** All apps of a plan, as one: started in order, drained in order. */
export class Stack {
  constructor(plan, environment, report) {
    this.plan = plan;
    this.apps = plan.map((instance) => new SupervisedApp(instance, environment, report));
    this.report = report;
    this.stopped = false;
  }

  /** The sandbox first and then the rest together; resolves when every one is ready. */
  async start() {
    refuseSecondStack();
    await endOrphans(this.report);
    await refuseTakenPorts(this.plan);
    writePid('stack', process.pid);
    const [sandbox, others] = this.split();
    for (const group of [sandbox, others]) {
      if (this.stopped) return;
      for (const app of group) app.start();
      await Promise.all(group.map((app) => this.becomeReady(app)));
    }
  }

  /** The apps drain while the services they talk to still run; the sandbox goes last. */
  async stop() {
    this.stopped = true;
    const [sandbox, others] = this.split();
    await Promise.all(others.map((app) => app.stop()));
    await Promise.all(sandbox.map((app) => app.stop()));
    removePid('stack', process.pid);
  }

  split() {
    const isSandbox = (app) => app.name === 'sandbox';
    return [this.apps.filter(isSandbox), this.apps.filter((app) => !isSandbox(app))];
  }

  async becomeReady(app) {
    await app.ready(READY_MS);
    if (this.stopped) return;
    this.report('ready', { name: app.name, url: app.url });
  }
}

/** Stops the stack that runs in this repository, from another process. Returns false when there is none. */
export async function stopRunningStack(timeoutMs = 60_000) {
  const pid = readPid('stack');
  if (pid === undefined || !isAlive(pid)) return false;
  process.kill(pid, 'SIGTERM');
  const stopped = await waitFor(async () => (isAlive(pid) ? undefined : true), timeoutMs);
  if (!stopped) throw new Error(`the stack (process ${pid}) did not stop in ${timeoutMs / 1000} s`);
  return true;
}

/** Apps whose supervisor was killed: nobody else will ever end them, and they hold the ports. */
async function endOrphans(report) {
  const orphans = livingProcesses('dist/apps/');
  for (const { name, pid } of orphans) {
    report('orphan', { name, pid });
    send(pid, 'SIGTERM');
  }
  const gone = await waitFor(async () => (orphans.some(({ pid }) => isAlive(pid)) ? undefined : true), 20_000);
  if (!gone) for (const { pid } of orphans) send(pid, 'SIGKILL');
}

function send(pid, signal) {
  // It may be gone in the meantime, which is what we want.
  if (isAlive(pid)) process.kill(pid, signal);
}
