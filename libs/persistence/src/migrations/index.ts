import { Initial1763769600000 } from './1763769600000-initial.migration.js';
import { LetterRecipients1763856000000 } from './1763856000000-letter-recipients.migration.js';

/** Oldest first. A migration that has been released is never changed. */
export const MIGRATIONS = [Initial1763769600000, LetterRecipients1763856000000];
