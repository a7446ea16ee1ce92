/** What a mailbox, Altinn or the printer has (contract 7). */
export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly reference: string;
  readonly recipient: string;
  readonly title: string;
  readonly address?: Readonly<Record<string, unknown>>;
  readonly documents: readonly { readonly fileName: string; readonly mediaType: string; readonly sha256: string }[];
  readonly receivedAt: string;
}

export interface Fault {
  readonly service: string;
  readonly mode: string;
  readonly rate?: number;
  readonly count?: number;
}

/** `/control` of the sandbox. */
export class SandboxControl {
  constructor(private readonly url: string) {}

  /** Throws with the sandbox's own words when it refuses. */
  async call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /control/${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async deliveries(query: Readonly<Record<string, string>> = {}): Promise<readonly Delivery[]> {
    const search = new URLSearchParams(query).toString();
    return (await this.call('GET', `deliveries?${search}`)) as readonly Delivery[];
  }

  /** Throws when there is nothing of that letter that this person could open. */
  async open(personIdentifier: string, letterId: string): Promise<void> {
    await this.call('POST', `citizen/${personIdentifier}/open`, { letterId });
  }

  async fault(fault: Fault): Promise<void> {
    await this.call('POST', 'faults', { rate: 1, ...fault });
  }

  /** What is still switched on; one with a count takes itself away. */
  async faults(): Promise<readonly Fault[]> {
    return ((await this.call('GET', 'faults')) as { readonly faults: readonly Fault[] }).faults;
  }

  async clearFaults(): Promise<void> {
    await this.call('DELETE', 'faults');
  }

  async advance(duration: string): Promise<void> {
    await this.call('POST', 'clock', { advance: duration });
  }

  /** The time that the sandbox and the apps see. */
  async now(): Promise<Date> {
    const { time } = (await this.call('GET', 'clock')) as { readonly time: string };
    return new Date(time);
  }
}
