export const FAULT_SERVICES = [
  'maskinporten',
  'krr',
  'folkeregisteret',
  'enhetsregisteret',
  'altinn',
  'dpi',
  'digipost',
  'eboks',
  'print',
  'crl',
] as const;
export type FaultService = (typeof FAULT_SERVICES)[number];

export const FAULT_MODES = [
  'ok',
  'slow',
  'timeout',
  'reset',
  'error-500',
  'error-429',
  'reject',
  'drop-after-accept',
  'duplicate-receipts',
  'shuffle-receipts',
  'lose-receipts',
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

/** The fault switches of `POST /control/faults`. Each call to `next` is one roll of the dice and may use up `count`. */
export interface FaultSource {
  /** The mode to play now, when the switch of this service is on one of `modes`; undefined = behave. */
  next(service: FaultService, modes: readonly FaultMode[]): FaultMode | undefined;
}
