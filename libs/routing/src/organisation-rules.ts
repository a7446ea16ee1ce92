import { PRINT_CHANNEL } from '#domain/channel-id.js';
import type { OrganisationFacts, OrganisationRegistration } from '#domain/recipient-facts.js';
import type { RoutingRule } from './routing-rule.js';

type OrganisationRule = RoutingRule<OrganisationFacts>;

/** Design 6, organisations: they cannot reserve; those that nobody can read for get paper. */
export const ORGANISATION_RULES: readonly OrganisationRule[] = [
  onPaper('ORGANISATION_UNKNOWN', 'unknown', {
    nb: 'Organisasjonen finnes ikke i Enhetsregisteret, så brevet sendes på papir.',
    en: 'The organisation is not in the register of legal entities, so the letter goes on paper.',
  }),
  onPaper('ORGANISATION_DELETED', 'deleted', {
    nb: 'Organisasjonen er slettet i Enhetsregisteret, så brevet sendes på papir.',
    en: 'The organisation is deleted in the register of legal entities, so the letter goes on paper.',
  }),
  onPaper('ORGANISATION_BANKRUPT', 'bankrupt', {
    nb: 'Organisasjonen er konkurs, så brevet sendes på papir.',
    en: 'The organisation is bankrupt, so the letter goes on paper.',
  }),
  {
    id: 'ORGANISATION_ACTIVE',
    reason: {
      nb: 'Organisasjonen er aktiv og får brevet i Altinn.',
      en: 'The organisation is active and gets the letter in Altinn.',
    },
    source: 'NAV dokdistkanal ORGANISASJON_MED_ALTINN_INFO; Altinn Correspondence',
    applies: () => true,
    channels: ({ context }) => context.profile.organisation,
  },
];

function onPaper(
  id: string,
  status: OrganisationRegistration['status'],
  reason: OrganisationRule['reason'],
): OrganisationRule {
  return {
    id,
    reason,
    source: 'NAV dokdistkanal; Enhetsregisteret slettedato, konkurs',
    applies: ({ facts }) => facts.organisation.status === status,
    channels: () => [PRINT_CHANNEL],
  };
}
