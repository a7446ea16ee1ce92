import type { Logger } from '#platform/logger.js';
import type { Metrics } from '#platform/metrics.js';
import { CrlClient, type CrlMirror } from '../certificate/crl.client.js';
import type { CrlProblem } from '../certificate/crl-problem.js';
import { CrlRevocation } from '../certificate/crl.revocation.js';
import { CrlStore } from '../certificate/crl.store.js';
import { NO_REVOCATION, type RevocationCheck } from '../certificate/revocation.port.js';
import type { DpiConfig } from './dpi.config.js';

const METRIC = { name: 'dpi_crl_problems_total', help: 'Revocation lists that could not be used, by what was wrong.' };

export interface DpiRevocation {
  readonly check: RevocationCheck;
  close(): Promise<void>;
}

/** What tells operators of lists that cannot be used; left out where there are none, as in specs. */
export interface RevocationWitnesses {
  readonly logger?: Pick<Logger, 'warn'> | undefined;
  readonly metrics?: Metrics | undefined;
}

/** Revocation as `DPI_REVOCATION` wants it. */
export function dpiRevocation(config: DpiConfig, witnesses: RevocationWitnesses): DpiRevocation {
  if (config.revocation === 'off') return { check: NO_REVOCATION, close: () => Promise.resolve() };
  const client = new CrlClient(mirrorsOf(config.crlMirrors));
  const onProblem = reporter(witnesses);
  const store = new CrlStore(client, { maxAgeMs: config.crlMaxAgeMinutes * 60_000, onProblem });
  return { check: new CrlRevocation(store, config.revocation, onProblem), close: () => client.close() };
}

/** `prefix=replacement,…`, which DpiConfig has validated. */
function mirrorsOf(setting: string): readonly CrlMirror[] {
  const pairs = setting === '' ? [] : setting.split(',');
  return pairs.map((pair) => {
    const [prefix = '', ...replacement] = pair.split('=');
    return { prefix, replacement: replacement.join('=') };
  });
}

/** The channels share one counter: each has lists of its own, but it is the same complaint. */
function reporter({ logger, metrics }: RevocationWitnesses): (problem: CrlProblem, url: string) => void {
  const known = metrics?.registry.getSingleMetric(`mf_${METRIC.name}`) as ReturnType<Metrics['counter']> | undefined;
  const counter = known ?? metrics?.counter(METRIC.name, METRIC.help, ['code']);
  return (code, url) => {
    counter?.inc({ code });
    logger?.warn({ event: 'crl-unusable', code, url }, 'a revocation list cannot be used');
  };
}
