import { PRINT_CHANNEL } from '#domain/channel-id.js';
import type { RoutingRule } from './routing-rule.js';

/** Come before all others, whoever the recipient is. */
export const GENERAL_RULES: readonly RoutingRule[] = [
  {
    id: 'FORCED_CHANNEL',
    reason: {
      nb: 'Avsenderen har bestemt kanalen.',
      en: 'The sender has decided the channel.',
    },
    source: 'Contract 4, delivery.forceChannel; NAV tvingKanal',
    applies: ({ letter }) => letter.delivery.forceChannel !== undefined,
    channels: ({ letter }) => (letter.delivery.forceChannel === undefined ? [] : [letter.delivery.forceChannel]),
  },
  {
    id: 'ADDRESS_ONLY',
    reason: {
      nb: 'Brevet har bare en postadresse og sendes på papir.',
      en: 'The letter has a postal address alone and goes on paper.',
    },
    source: 'DPI utskrift without fødselsnummer (foreigners, companies)',
    applies: ({ facts }) => facts.kind === 'address',
    channels: () => [PRINT_CHANNEL],
  },
];
