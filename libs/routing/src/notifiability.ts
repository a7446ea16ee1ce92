import type { ContactFacts, ContactPoint } from '#domain/recipient-facts.js';

/** eForvaltningsforskriften § 32: contact data older than this may not be used for notices about decisions. */
export const CONTACT_FRESH_MONTHS = 18;

/** Fresh when it was updated *or* verified within 18 months; judged for each contact point alone. */
export function isFresh(point: ContactPoint | undefined, now: Date): point is ContactPoint {
  if (point === undefined) return false;
  const oldest = new Date(now);
  oldest.setUTCMonth(oldest.getUTCMonth() - CONTACT_FRESH_MONTHS);
  return [point.updated, point.verified].some((time) => time !== undefined && time > oldest);
}

/** KRR's own word counts, and so do the dates: KRR recommends that the sender checks both. */
export function isNotifiable(contact: ContactFacts, now: Date): boolean {
  return contact.canBeNotified && (isFresh(contact.email, now) || isFresh(contact.mobile, now));
}
