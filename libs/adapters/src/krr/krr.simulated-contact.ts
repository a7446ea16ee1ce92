import type { SimulatedContact, SimulatedContactPoint } from '#channels/simulation/simulation-world.js';
import { osloDate } from '#domain/oslo-time.js';

const MONTHS = 18;

/**
 * `varslingsstatus` as the real register computes it: KAN_VARSLES only for an active person who is not reserved and
 * has a channel that was updated *or* verified within 18 months (eForvaltningsforskriften § 32, judged per channel).
 */
export function notificationStatus(contact: SimulatedContact, now: Date): 'KAN_VARSLES' | 'KAN_IKKE_VARSLES' {
  const oldest = new Date(now);
  oldest.setUTCMonth(oldest.getUTCMonth() - MONTHS);
  const fresh = [contact.email, contact.mobile].some((point) => point !== undefined && isFresh(point, oldest));
  return contact.status === 'AKTIV' && contact.reserved !== true && fresh ? 'KAN_VARSLES' : 'KAN_IKKE_VARSLES';
}

/** `kontaktinformasjon`, with KRR's odd timestamps. */
export function toKrrContact(contact: SimulatedContact): Record<string, string> {
  return {
    ...fields('epostadresse', contact.email),
    ...fields('mobiltelefonnummer', contact.mobile),
  };
}

function isFresh(point: SimulatedContactPoint, oldest: Date): boolean {
  return [point.updated, point.verified].some((at) => at !== undefined && new Date(at) >= oldest);
}

function fields(
  name: 'epostadresse' | 'mobiltelefonnummer',
  point: SimulatedContactPoint | undefined,
): Record<string, string> {
  if (point === undefined) return {};
  return {
    [name]: point.value,
    ...(point.updated === undefined ? {} : { [`${name}_oppdatert`]: toKrrDate(new Date(point.updated)) }),
    ...(point.verified === undefined ? {} : { [`${name}_sist_verifisert`]: toKrrDate(new Date(point.verified)) }),
    [`${name}_duplisert`]: 'NEI',
  };
}

/** Local Norwegian time with an offset of hours only: `2023-06-10T21:00:01+02`. */
function toKrrDate(at: Date): string {
  const { date, timeOfDayMs } = osloDate(at);
  const local = Date.UTC(date.year, date.month - 1, date.day) + timeOfDayMs;
  const hours = Math.round((local - at.getTime()) / 3_600_000);
  return `${new Date(local).toISOString().slice(0, 19)}+${String(hours).padStart(2, '0')}`;
}
