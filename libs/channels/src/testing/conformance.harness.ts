import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import type { DepositAccepted, DepositStatus } from '../channel.port.js';
import type { DepositOrder, DepositTarget } from '../deposit-order.js';
import type { ChannelDescriptor } from '../provider-descriptor.js';
import { Provider } from '../provider.decorator.js';
import type { ProviderReceipt } from '../provider-receipt.js';
import type { FaultMode } from '../simulation/faults.js';
import type { SimulatedDelivery } from '../simulation/simulation-world.js';
import type { ChannelUnderTest, ConformanceContext } from './conformance-context.js';
import { eventually } from './eventually.js';
import { anOrder, type OrderWishes } from './order-builder.js';
import { ScriptedDice } from './scripted-dice.js';

/** Long enough for a simulator's whole life of a letter, short enough that a hanging adapter is seen. */
const PATIENCE_MS = 10_000;
const SLOW_DELAY_MS = 100;

/** What the cases share: the running adapter, its simulator, and the few things done again and again. */
export class ConformanceHarness {
  readonly descriptor: ChannelDescriptor;
  readonly dice = new ScriptedDice();
  private running: ConformanceContext | undefined;

  constructor(readonly subject: ChannelUnderTest) {
    const descriptor = Reflect.getMetadata(Provider.KEY, subject.adapter) as ChannelDescriptor | undefined;
    if (descriptor?.role !== 'channel')
      throw new Error(`${subject.name}: the adapter class lacks @Provider with role channel.`);
    this.descriptor = descriptor;
  }

  async start(): Promise<void> {
    this.running = await this.startAnother();
  }

  /** A context of its own, for cases that break it; the caller stops it. */
  startAnother(): Promise<ConformanceContext> {
    return this.subject.start({ random: this.dice.random, slowDelayMs: SLOW_DELAY_MS });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  get context(): ConformanceContext {
    if (this.running === undefined) throw new Error('The context is started by beforeAll.');
    return this.running;
  }

  get capabilities(): ChannelDescriptor['capabilities'] {
    return this.descriptor.capabilities;
  }

  fault(mode: FaultMode, count?: number): void {
    this.context.simulator.faults.set({
      service: this.subject.faultService,
      mode,
      rate: 0.5,
      ...(count === undefined ? {} : { count }),
    });
  }

  /** All faults off. */
  calm(): void {
    this.dice.release();
    this.running?.simulator.faults.clear();
  }

  target(): DepositTarget {
    const [kind] = this.capabilities.recipients;
    const target = kind === undefined ? undefined : this.context.targets[kind];
    if (target === undefined) throw new Error(`${this.subject.name}: no target for the first declared recipient kind.`);
    return target;
  }

  order(wishes: Partial<OrderWishes> = {}): DepositOrder {
    return anOrder({
      target: this.target(),
      sender: this.context.sender,
      at: this.context.simulator.clock.now(),
      ...wishes,
    });
  }

  deposit(order: DepositOrder, signal = AbortSignal.timeout(PATIENCE_MS)): Promise<Result<DepositAccepted, Failure>> {
    return this.context.channel.deposit(order, signal);
  }

  /** Throws with the failure's code when the deposit is refused. */
  async mustDeposit(order: DepositOrder): Promise<DepositAccepted> {
    const result = await this.deposit(order);
    if (!result.ok)
      throw new Error(`The deposit failed: ${result.error.kind} ${result.error.code}: ${result.error.text}`);
    return result.value;
  }

  /** `reference` is left out as after an answer that was lost. */
  async status(order: DepositOrder, reference?: string): Promise<DepositStatus> {
    const result = await this.context.channel.status(
      {
        depositId: order.depositId,
        conversationId: order.conversationId,
        ...(reference === undefined ? {} : { reference }),
        sender: this.context.sender,
        signer: this.context.sender,
      },
      AbortSignal.timeout(PATIENCE_MS),
    );
    if (!result.ok) throw new Error(`status() failed: ${result.error.kind} ${result.error.code}: ${result.error.text}`);
    return result.value;
  }

  deliveriesOf(order: DepositOrder): SimulatedDelivery[] {
    return [...this.context.simulator.world.deliveries.values()].filter(
      (delivery) => delivery.reference === order.conversationId,
    );
  }

  delivery(order: DepositOrder): Promise<SimulatedDelivery> {
    return eventually('the simulator holds the letter', () => this.deliveriesOf(order)[0], PATIENCE_MS);
  }

  /**
   * Waits until everything the provider had before has come through, by sending one more letter behind it; only then a
   * count of deliveries says anything.
   */
  async settle(): Promise<void> {
    const marker = this.order();
    await this.mustDeposit(marker);
    await this.delivery(marker);
  }

  /** One reading of what the provider says, from whichever source the channel has; confirms nothing. */
  async read(order: DepositOrder, reference: string): Promise<readonly ProviderReceipt[]> {
    const { inbox } = this.context.channel;
    if (inbox === undefined) {
      const status = await this.status(order, reference);
      return status.kind === 'known' ? status.receipts : [];
    }
    const result = await inbox.fetch({ signer: this.context.sender, limit: 1000 }, AbortSignal.timeout(PATIENCE_MS));
    if (!result.ok)
      throw new Error(`inbox.fetch failed: ${result.error.kind} ${result.error.code}: ${result.error.text}`);
    return result.value;
  }

  async confirm(receipt: ProviderReceipt): Promise<void> {
    const result = await this.context.channel.inbox?.confirm(
      { signer: this.context.sender, receipt },
      AbortSignal.timeout(PATIENCE_MS),
    );
    if (result?.ok === false) throw new Error(`inbox.confirm failed: ${result.error.kind} ${result.error.code}`);
  }

  /** Reads and confirms until `enough` holds for the receipts seen, all in order of arrival. */
  receiptsUntil(
    what: string,
    order: DepositOrder,
    reference: string,
    enough: (seen: readonly ProviderReceipt[]) => boolean,
  ): Promise<readonly ProviderReceipt[]> {
    const seen: ProviderReceipt[] = [];
    return eventually(
      what,
      async () => {
        const batch = await this.read(order, reference);
        seen.push(...batch);
        for (const receipt of batch) await this.confirm(receipt);
        return enough(seen) ? seen : undefined;
      },
      PATIENCE_MS,
    );
  }
}
