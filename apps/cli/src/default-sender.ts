/** The sandbox's sender with the profile `state` (contract 7). */
export const DEFAULT_SENDER = '313000001';
