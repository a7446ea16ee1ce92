import type { Recipient } from '#domain/recipient.js';
import type { Channel } from '../channel.port.js';
import type { DepositTarget } from '../deposit-order.js';
import type { FaultService } from '../simulation/faults.js';
import type { RunningSimulator, SimulatorOverrides } from '../simulation/start-simulator.js';

/** One adapter that talks to its own simulator over real sockets. */
export interface ConformanceContext {
  readonly channel: Channel;
  readonly simulator: RunningSimulator;
  /** Somebody who can be reached, for every recipient kind that the descriptor declares; exists in the world. */
  readonly targets: Readonly<Partial<Record<Recipient['kind'], DepositTarget>>>;
  /** Sender and signer of the letters; their keys are known to adapter and simulator. */
  readonly sender: string;
  /** Tokens, private keys and the like, which may never be seen in a log or an error. */
  readonly secrets: readonly string[];
  /** Everything the adapter has logged so far. */
  logged(): string;
  /**
   * Makes the provider say something that cannot be read, ahead of the receipts that it has for this deposit: a broken
   * file, an unsigned message, a status without a time.
   */
  breakReceipt(deposit: { readonly conversationId: string; readonly reference: string }): Promise<void>;
  stop(): Promise<void>;
}

/** What a channel's conformance spec gives to the suite. */
export interface ChannelUnderTest {
  readonly name: string;
  /** The class that carries @Provider: what it declares is what is tested. */
  // The mark hangs on a class, and the suite makes no instance of it: any constructor will do.
  readonly adapter: abstract new (...parameters: never[]) => Channel;
  /** The fault switch of the service that takes the deposit. */
  readonly faultService: FaultService;
  /** SFTP has no status 429; everything else is asked of both. */
  readonly transport: 'http' | 'sftp';
  readonly config: {
    /** Reads the adapter's configuration as its module does. */
    load(environment: Readonly<Record<string, string>>): unknown;
    /** A complete environment with exactly the variables that have no default. */
    readonly required: Readonly<Record<string, string>>;
  };
  /** Passes `overrides` on to startSimulator: the suite throws the dice of the faults. */
  start(overrides: Pick<SimulatorOverrides, 'random' | 'slowDelayMs'>): Promise<ConformanceContext>;
}
