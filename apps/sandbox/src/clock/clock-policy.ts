export const CLOCK_POLICIES = ['keep', 'now'] as const;

/** What a boot does with the clock that was moved before it. */
export type ClockPolicy = (typeof CLOCK_POLICIES)[number];
