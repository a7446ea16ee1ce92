import type { AddressProtection } from '#domain/recipient-facts.js';
import type { JsonObject } from '#platform/parse-json.js';
import { toForeignPlace } from './foreign-address.js';
import { toNorwegianPlace, type Place } from './norwegian-address.js';
import { currentVersions } from './person-document.js';

/**
 * Which of a person's addresses a letter goes to. `preferertKontaktadresse` has been empty since October 2021, so the
 * choice is ours: what the person has asked for (postadresse), where they stay, where they live, abroad.
 *
 * Strengt fortrolig (kode 6): only the postadresse, which the police or the tax office administers and forwards from;
 * should the register ever give more, it must not be used. Fortrolig and klientadresse are real addresses that may be
 * used for post, and are masked everywhere else.
 */
const ORDER: readonly (readonly [part: string, forms: readonly ((element: JsonObject) => Place | undefined)[]])[] = [
  ['postadresse', [toNorwegianPlace]],
  ['oppholdsadresse', [toNorwegianPlace, toForeignPlace]],
  ['bostedsadresse', [toNorwegianPlace]],
  ['postadresseIUtlandet', [toForeignPlace]],
];

export function chooseLetterAddress(document: JsonObject, protection: AddressProtection): Place | undefined {
  for (const [part, forms] of ORDER) {
    if (protection === 'strengtFortrolig' && part !== 'postadresse') continue;
    for (const element of currentVersions(document, part)) {
      for (const form of forms) {
        const place = form(element);
        if (place !== undefined) return place;
      }
    }
  }
  return undefined;
}

const LEVELS: readonly AddressProtection[] = ['none', 'klientadresse', 'fortrolig', 'strengtFortrolig'];

/** The strongest grading of the person and of any current address; a grading we do not know counts as the strongest. */
export function protectionOf(document: JsonObject): AddressProtection {
  const gradings = [
    ...currentVersions(document, 'adressebeskyttelse').map((version) => version['graderingsnivaa']),
    ...ORDER.flatMap(([part]) => currentVersions(document, part).map((version) => version['adressegradering'])),
  ];
  const levels = gradings.map((grading) => {
    if (grading === undefined || grading === 'ugradert') return 0;
    const level = LEVELS.findIndex((name) => name === grading);
    return level > 0 ? level : LEVELS.length - 1;
  });
  return LEVELS[Math.max(0, ...levels)] ?? 'none';
}
