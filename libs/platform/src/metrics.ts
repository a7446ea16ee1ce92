import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Prometheus metrics of one app. Labels are closed sets (channel, type, outcome), never ids: an unbounded label is a
 * leak of memory and, with an identifier in it, of a person.
 */
export class Metrics {
  readonly registry = new Registry();

  constructor(app: string) {
    this.registry.setDefaultLabels({ app });
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name: `mf_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** `read` sets the gauge each time it is asked for; without it whoever made the gauge does. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
    read: (gauge: Gauge<Label>) => void = () => undefined,
  ): Gauge<Label> {
    return new Gauge<Label>({
      name: `mf_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect() {
        read(this);
      },
    });
  }

  /** Seconds. */
  histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Histogram<Label> {
    return new Histogram({
      name: `mf_${name}_seconds`,
      help,
      labelNames: [...labelNames],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [this.registry],
    });
  }
}
