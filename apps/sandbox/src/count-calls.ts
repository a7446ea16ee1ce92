import type { SimulationHost } from '#channels/simulation/simulation-host.js';
import type { Metrics } from '#platform/metrics.js';

/** `mf_simulated_calls_total`: how often each service was called, so that a test or a bench can tell what a letter costs. */
export function countCalls(host: SimulationHost, metrics: Metrics): void {
  const calls = metrics.counter('simulated_calls_total', 'Calls to the simulated services', [
    'service',
    'route',
    'outcome',
  ]);
  host.observe(({ service, method, path }, outcome) => {
    calls.inc({ service, route: `${method} ${path}`, outcome });
  });
}
