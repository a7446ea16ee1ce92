import { MAILBOX_MEDIA_TYPES } from '../channel/dpi-profile.js';
import type { OpenedPackage } from '../package/package.reader.js';
import type { DigitalBody } from '../sbd/sbd.js';
import type { DeliveryRefusal } from './corner4-party.js';
import type { SimulatedMailbox } from './simulated-mailboxes.js';

/**
 * What a mailbox refuses in a letter whose package holds (DPI reference 1.6, 2.3, 3.5), in the words that go into
 * `detaljer` of the feil. "For langt frem i tid" is refused, but nowhere is said how far that is (appendix B): a year is
 * too far by any reading, and a nearer limit would be our invention. A data file of an utvidelse that the mailbox does not know is passed over without a word, as the real ones do (3.5).
 */
export interface ArrivedLetter {
  readonly mailbox: SimulatedMailbox;
  readonly body: DigitalBody;
  readonly opened: Pick<OpenedPackage, 'manifest'>;
  readonly now: Date;
}

const MOST_DAYS_AHEAD = 365;
const DAY_MS = 86_400_000;

interface MailboxRule {
  readonly detaljer: DeliveryRefusal;
  broken(letter: ArrivedLetter): boolean;
}

const RULES: readonly MailboxRule[] = [
  {
    detaljer: 'Feil i manifest (mottaker)',
    broken: ({ body, opened: { manifest } }) =>
      manifest.mailboxAddress !== undefined && manifest.mailboxAddress !== body.mottaker.postkasseadresse,
  },
  {
    detaljer: 'Ugyldig verdi: virkningstidspunkt er for langt frem i tid',
    broken: ({ body, now }) => (visibleFrom(body)?.getTime() ?? 0) > now.getTime() + MOST_DAYS_AHEAD * DAY_MS,
  },
  {
    detaljer: 'Ugyldig verdi: mime',
    broken: ({ opened: { manifest } }) =>
      manifest.documents.some(({ mediaType }) => !MAILBOX_MEDIA_TYPES.includes(mediaType.toLowerCase())),
  },
  {
    detaljer: 'Reason code: SBD:5023. Vedhæftning må kun optræde 1 gang',
    broken: ({ mailbox, opened: { manifest } }) => {
      const names = manifest.documents.map(({ title, fileName }) => (title === '' ? fileName : title).toLowerCase());
      return mailbox.uniqueTitles && new Set(names).size !== names.length;
    },
  },
];

/** The first that is wrong; undefined when the mailbox takes the letter. */
export function mailboxRefusal(letter: ArrivedLetter): DeliveryRefusal | undefined {
  return RULES.find((rule) => rule.broken(letter))?.detaljer;
}

/** When the citizen may see it, by the sender's wish. A date alone is that day from its first hour. */
export function visibleFrom({ virkningstidspunkt, virkningsdato }: DigitalBody): Date | undefined {
  const from = virkningstidspunkt ?? virkningsdato;
  return from === undefined ? undefined : new Date(from);
}
