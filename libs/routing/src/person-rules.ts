import { ALTINN_CHANNEL, PRINT_CHANNEL } from '#domain/channel-id.js';
import type { Letter } from '#domain/letter.js';
import type { PersonFacts } from '#domain/recipient-facts.js';
import { contentMisfit, type ContentMisfit } from './content-fit.js';
import { isNotifiable } from './notifiability.js';
import type { PlanChannel } from './routing-profile.js';
import type { RoutingQuestion, RoutingRule } from './routing-rule.js';
import { usableMailbox } from './usable-mailbox.js';

type PersonRule = RoutingRule<PersonFacts>;
type PersonQuestion = RoutingQuestion<PersonFacts>;

const PAPER: readonly PlanChannel[] = [PRINT_CHANNEL];
const ADULT_YEARS = 18;

/** Design 6, persons, in order: the first that applies decides. */
export const PERSON_RULES: readonly PersonRule[] = [
  {
    id: 'PERSON_NOT_REGISTERED',
    reason: {
      nb: 'Mottakeren finnes ikke i Folkeregisteret, så brevet sendes på papir.',
      en: 'The recipient is not in the population register, so the letter goes on paper.',
    },
    source: 'NAV dokdistkanal PERSON_ER_IKKE_I_PDL',
    applies: ({ facts }) => facts.population.status === 'not-registered',
    channels: () => PAPER,
  },
  {
    id: 'PERSON_DECEASED',
    reason: {
      nb: 'Mottakeren er død, så brevet sendes på papir til dødsboet eller oppgitt adresse.',
      en: 'The recipient is deceased, so the letter goes on paper to the estate or the given address.',
    },
    source: 'NAV dokdistkanal PERSON_ER_DOED; Folkeregisteret kontaktinformasjonForDoedsbo',
    applies: ({ facts }) => facts.population.deceased,
    channels: () => PAPER,
  },
  {
    id: 'AGE_UNKNOWN',
    reason: {
      nb: 'Mottakerens alder er ukjent, så brevet sendes på papir.',
      en: "The recipient's age is unknown, so the letter goes on paper.",
    },
    source: 'NAV dokdistkanal PERSON_HAR_UKJENT_ALDER',
    applies: ({ facts }) => facts.population.birthDate === undefined,
    channels: () => PAPER,
  },
  {
    id: 'PERSON_UNDER_18',
    reason: {
      nb: 'Mottakeren er under 18 år, så brevet sendes på papir.',
      en: 'The recipient is under 18, so the letter goes on paper.',
    },
    source: 'NAV dokdistkanal PERSON_ER_UNDER_18; vergemålsloven § 8',
    applies: ({ facts, context }) =>
      facts.population.birthDate !== undefined && isUnder(ADULT_YEARS, facts.population.birthDate, context.now),
    channels: () => PAPER,
  },
  {
    id: 'RESERVED',
    reason: {
      nb: 'Mottakeren har reservert seg mot digital post fra det offentlige.',
      en: 'The recipient has reserved against digital letters from public bodies.',
    },
    source: 'eForvaltningsforskriften § 9',
    applies: ({ letter, facts }) => requiresNotice(letter) && facts.contact.reserved,
    channels: () => PAPER,
  },
  {
    id: 'NOT_NOTIFIABLE',
    reason: {
      nb: 'Mottakeren kan ikke varsles: verken e-post eller mobil er oppdatert eller bekreftet siste 18 måneder.',
      en: 'The recipient cannot be notified: neither e-mail nor mobile was updated or verified in the last 18 months.',
    },
    source: 'eForvaltningsforskriften § 8 and § 32; KRR varslingsstatus',
    applies: ({ letter, facts, context }) => requiresNotice(letter) && !isNotifiable(facts.contact, context.now),
    channels: () => PAPER,
  },
  {
    id: 'CONTENT_TOO_LARGE_FOR_MAILBOX',
    reason: {
      nb: 'Dokumentene er for store eller for mange for mottakerens digitale postkasse.',
      en: "The documents are too large or too many for the recipient's digital mailbox.",
    },
    source: 'DPI dokumentpakke: 50 MB, 1 + 200 documents',
    applies: (question) => ['CONTENT_TOO_LARGE', 'TOO_MANY_DOCUMENTS'].includes(mailboxMisfit(question) ?? ''),
    channels: (question) => besideMailbox(question),
  },
  {
    id: 'CONTENT_TYPE_NOT_ALLOWED',
    reason: {
      nb: 'En av filtypene kan ikke tas imot av mottakerens digitale postkasse.',
      en: "One of the file types is not accepted by the recipient's digital mailbox.",
    },
    source: 'DPI dokumentpakke: mimetypes',
    applies: (question) => mailboxMisfit(question) === 'CONTENT_TYPE_NOT_ALLOWED',
    channels: (question) => besideMailbox(question),
  },
  {
    id: 'ACTIVE_MAILBOX',
    reason: {
      nb: 'Mottakeren har en aktiv digital postkasse.',
      en: 'The recipient has an active digital mailbox.',
    },
    source: 'Digitaliseringsrundskrivet; eFormidling DpiMessageRouter',
    applies: ({ facts, context }) => usableMailbox(facts, context).usable,
    channels: ({ context }) => context.profile.activeMailbox,
  },
  {
    id: 'NO_MAILBOX',
    reason: {
      nb: 'Mottakeren har ingen digital postkasse som kan brukes.',
      en: 'The recipient has no digital mailbox that can be used.',
    },
    source: 'eFormidling DpiMessageRouter; KS SvarUt',
    applies: () => true,
    channels: ({ context }) => context.profile.noMailbox,
  },
];

/** Decisions and important letters need a recipient who can be notified; information letters do not. */
function requiresNotice(letter: Letter): boolean {
  return letter.legalEffect !== 'information';
}

function isUnder(years: number, birthDate: Date, now: Date): boolean {
  const birthday = new Date(birthDate);
  birthday.setUTCFullYear(birthday.getUTCFullYear() + years);
  return now < birthday;
}

function mailboxMisfit({ letter, facts, context }: PersonQuestion): ContentMisfit | undefined {
  const mailbox = usableMailbox(facts, context);
  const capabilities = mailbox.usable
    ? context.channels.find((channel) => channel.channel === mailbox.channel)
    : undefined;
  return capabilities && contentMisfit(letter, capabilities);
}

/** The profile's own order without the mailbox, then Altinn, which takes more types and sizes than anything else. */
function besideMailbox({ context }: PersonQuestion): readonly PlanChannel[] {
  const others = context.profile.activeMailbox.filter((channel) => channel !== 'mailbox');
  return others.includes(ALTINN_CHANNEL) ? others : [...others, ALTINN_CHANNEL];
}
