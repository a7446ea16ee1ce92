import { plusOsloMonths } from '#domain/oslo-time.js';
import type { ContactFacts, ContactPoint } from '#domain/recipient-facts.js';

/** eForvaltningsforskriften § 32: contact data older than this may not be used for notices about decisions. */
export const CONTACT_FRESH_MONTHS = 18;

/**
 * Fresh when it was updated *or* verified less than 18 months ago; judged for each contact point alone. Months are
 * counted forward from the day it was said, in Norwegian time: counted back from a 31st they would end in the month after.
 */
export function isFresh(point: ContactPoint | undefined, now: Date): point is ContactPoint {
  return [point?.updated, point?.verified].some(
    (time) => time !== undefined && now < plusOsloMonths(time, CONTACT_FRESH_MONTHS),
  );
}

/** KRR's own word counts, and so do the dates: KRR recommends that the sender checks both. */
export function isNotifiable(contact: ContactFacts, now: Date): boolean {
  return contact.canBeNotified && (isFresh(contact.email, now) || isFresh(contact.mobile, now));
}
