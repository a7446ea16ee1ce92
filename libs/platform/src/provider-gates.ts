import { Bulkhead } from './bulkhead.js';
import { CircuitBreaker, type CircuitOptions } from './circuit-breaker.js';
import type { Metrics } from './metrics.js';

/** Addresses come from configuration, but those of revocation lists from certificates: whoever makes many must not cost us memory. */
const MOST_ORIGINS = 100;

export interface Gate {
  readonly circuit: CircuitBreaker;
  readonly bulkhead: Bulkhead;
}

/** The gates of all clients that have a name, for the metric; a client takes its own away when it is closed. */
const named = new Map<ProviderGates, string>();

/** One circuit and one bulkhead for each server that a client calls: issuers of revocation lists do not share a fate. */
export class ProviderGates {
  private readonly byOrigin = new Map<string, Gate>();

  constructor(
    private readonly circuit: CircuitOptions,
    private readonly connections: number,
    provider: string | undefined,
  ) {
    if (provider !== undefined) named.set(this, provider);
  }

  of(origin: string): Gate {
    const known = this.byOrigin.get(origin);
    if (known !== undefined) return known;
    if (this.byOrigin.size >= MOST_ORIGINS) this.byOrigin.clear();
    const gate = { circuit: new CircuitBreaker(this.circuit), bulkhead: new Bulkhead(this.connections) };
    this.byOrigin.set(origin, gate);
    return gate;
  }

  get open(): number {
    return [...this.byOrigin.values()].filter(({ circuit }) => circuit.isOpen).length;
  }

  close(): void {
    named.delete(this);
  }
}

/** `mf_provider_circuit_open`: read when it is asked for, so that no client needs to know of metrics. */
export function showCircuits(metrics: Metrics): void {
  metrics.gauge('provider_circuit_open', 'Servers of the provider that are not called now', ['provider'], (gauge) => {
    const open = new Map<string, number>();
    for (const [gates, provider] of named) open.set(provider, (open.get(provider) ?? 0) + gates.open);
    gauge.reset();
    for (const [provider, count] of open) gauge.set({ provider }, count);
  });
}
