import { ensureServices, stopServices } from './services.mjs';
import { killRunning } from './run.mjs';
import { say } from './progress.mjs';
import { requireNode } from './setup.mjs';

/**
 * What every command does around its own work: finds or starts the services, and at the end, also after an error or
 * Ctrl-C, stops those that this command started (`npm run services -- up` keeps them up for the next one).
 *
 * `work(services)` gets `{ databaseUrl, amqpUrl }`; `onSignal` ends what the work has running. Returns its exit code;
 * 130 when a signal kept it from ending well. `keep()` leaves the services up; `needed` false does without.
 */
export async function withServices(work, { onSignal = async () => undefined, keep = () => false, needed = true } = {}) {
  requireNode();
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) return;
    interrupted = true;
    say('\nStopping …');
    killRunning();
    void onSignal();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.on('SIGHUP', interrupt);
  const started = [];
  try {
    const services = needed ? await ensureServices({ started }) : {};
    if (interrupted) return 130;
    const code = await work(services);
    return interrupted && code !== 0 ? 130 : code;
  } catch (error) {
    if (!interrupted) say(error.message);
    if (process.env.DEBUG) say(error.stack);
    return interrupted ? 130 : 1;
  } finally {
    if (!keep() && started.length > 0) await stopServices(started);
  }
}
