import type { FaultMode } from './faults.js';

/**
 * The faults that are the network's, played by the host around every route. `reject` and the three receipt faults are
 * left to the simulators: only they know what a refusal or a receipt looks like in their protocol.
 */
export const NETWORK_FAULTS = [
  'slow',
  'timeout',
  'reset',
  'error-500',
  'error-429',
  'drop-after-accept',
] as const satisfies readonly FaultMode[];

export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** Those that show in the answer alone; `slow` is a matter of when the work is done. */
export type AnswerFault = Exclude<NetworkFault, 'slow'>;

/** How much longer than usual a `slow` service takes: past a person's patience, within every client's time-out. */
export const SLOW_DELAY_MS = 2_000;

/** Seconds in the Retry-After of `error-429`. */
export const RETRY_AFTER_SECONDS = 2;

export function isNetworkFault(mode: FaultMode | undefined): mode is NetworkFault {
  return mode !== undefined && (NETWORK_FAULTS as readonly FaultMode[]).includes(mode);
}
