import type { SimulatedContactPoint } from '#channels/simulation/simulation-world.js';

/** Well inside the 18 months of eForvaltningsforskriften § 32. */
const FRESH_MONTHS = 2;
/** Well outside. */
const STALE_MONTHS = 20;

export function freshEmail(now: Date, name: string): SimulatedContactPoint {
  return dated(now, `${name}@example.no`, FRESH_MONTHS);
}

export function freshMobile(now: Date, number: string): SimulatedContactPoint {
  return dated(now, `+47${number}`, FRESH_MONTHS);
}

export function staleEmail(now: Date, name: string): SimulatedContactPoint {
  return dated(now, `${name}@example.no`, STALE_MONTHS);
}

export function staleMobile(now: Date, number: string): SimulatedContactPoint {
  return dated(now, `+47${number}`, STALE_MONTHS);
}

function dated(now: Date, value: string, months: number): SimulatedContactPoint {
  return { value, updated: monthsBefore(now, months + 3), verified: monthsBefore(now, months) };
}

/** The first of that month, so that no month is too short. */
function monthsBefore(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1, 12)).toISOString();
}
