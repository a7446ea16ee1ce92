import type { SimulatedContact, SimulatedContactPoint } from '#channels/simulation/simulation-world.js';
import { osloDate, plusOsloMonths } from '#domain/oslo-time.js';

const MONTHS = 18;
/** The world does not say when somebody reserved; the register always does. */
const RESERVED_AT = new Date('2022-03-01T11:15:30Z');

export type ContactField = 'epostadresse' | 'mobiltelefonnummer';
/** Whether others have the same address or number. */
export type IsShared = (field: ContactField, value: string) => boolean;

/**
 * `varslingsstatus` as the real register computes it: KAN_VARSLES only for an active person who is not reserved and
 * has a channel that was updated *or* verified within 18 months (eForvaltningsforskriften § 32, judged per channel).
 */
export function notificationStatus(contact: SimulatedContact, now: Date): 'KAN_VARSLES' | 'KAN_IKKE_VARSLES' {
  const fresh = [contact.email, contact.mobile].some((point) => point !== undefined && isFresh(point, now));
  return contact.status === 'AKTIV' && contact.reserved !== true && fresh ? 'KAN_VARSLES' : 'KAN_IKKE_VARSLES';
}

/** `reservasjon` and its times: `reservasjonstidspunkt` only for those who are reserved. */
export function toKrrReservation(contact: SimulatedContact): Record<string, string> {
  if (contact.reserved !== true) return { reservasjon: 'NEI' };
  return {
    reservasjon: 'JA',
    reservasjon_oppdatert: withHours(RESERVED_AT),
    reservasjonstidspunkt: withMinutes(RESERVED_AT),
  };
}

/** `kontaktinformasjon`, with KRR's timestamps in all the three forms that are met. */
export function toKrrContact(contact: SimulatedContact, isShared: IsShared): Record<string, string> {
  return {
    ...fields('epostadresse', contact.email, isShared),
    ...fields('mobiltelefonnummer', contact.mobile, isShared),
  };
}

function isFresh(point: SimulatedContactPoint, now: Date): boolean {
  return [point.updated, point.verified].some((at) => at !== undefined && plusOsloMonths(new Date(at), MONTHS) > now);
}

function fields(
  name: ContactField,
  point: SimulatedContactPoint | undefined,
  isShared: IsShared,
): Record<string, string> {
  if (point === undefined) return {};
  const { value, updated, verified } = point;
  return {
    [name]: value,
    ...(updated === undefined ? {} : { [`${name}_oppdatert`]: withHours(new Date(updated)) }),
    ...(verified === undefined
      ? {}
      : {
          [`${name}_sist_verifisert`]: new Date(verified).toISOString(),
          [`${name}_sist_validert`]: withMinutes(new Date(verified)),
        }),
    [`${name}_duplisert`]: isShared(name, value) ? 'JA' : 'NEI',
  };
}

/** Local Norwegian time with an offset of hours only: `2023-06-10T21:00:01+02`. */
export function withHours(at: Date): string {
  const { date, timeOfDayMs } = osloDate(at);
  const local = Date.UTC(date.year, date.month - 1, date.day) + timeOfDayMs;
  const hours = Math.round((local - at.getTime()) / 3_600_000);
  return `${new Date(local).toISOString().slice(0, 19)}+${String(hours).padStart(2, '0')}`;
}

/** `2023-06-10T21:00:01+02:00`. */
export function withMinutes(at: Date): string {
  return `${withHours(at)}:00`;
}
