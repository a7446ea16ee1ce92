import type { AddressProtection } from '#domain/recipient-facts.js';
import type { Place } from '#domain/norwegian-post.js';
import type { JsonObject } from '#platform/parse-json.js';
import { ignoreSurprises, type NoteSurprise } from '#platform/surprises.js';
import { toForeignPlace } from './foreign-address.js';
import { toDomesticPlace } from './norwegian-address.js';
import { currentVersions } from './person-document.js';
import { gradingOf, strongerOf } from './protection.js';

/**
 * Which of a person's addresses a letter goes to. `preferertKontaktadresse` has been empty since October 2021, so the
 * choice is ours: what the person has asked for (postadresse), where they stay, where they live, abroad; the first of
 * them that a postman could use.
 *
 * Strengt fortrolig (kode 6): only the postadresse, which the police or the tax office administers and forwards from;
 * should the register ever give more, it must not be used. Fortrolig (kode 7) and klientadresse are real addresses that
 * may be used for post, and are masked everywhere else.
 */
const ORDER: readonly (readonly [part: string, forms: readonly ((element: JsonObject) => Place | undefined)[]])[] = [
  ['postadresse', [toDomesticPlace]],
  ['oppholdsadresse', [toDomesticPlace, toForeignPlace]],
  ['bostedsadresse', [toDomesticPlace]],
  ['postadresseIUtlandet', [toForeignPlace]],
];

export interface LetterAddress {
  readonly protection: AddressProtection;
  readonly place?: Place;
}

/**
 * The address, and the protection that it is under: the person's own and that of any address when it is fortrolig or
 * more, for then it is the person's too. Klientadresse grades the one address alone, so it counts when that is chosen, or
 * when there is none to choose.
 */
export function chooseLetterAddress(document: JsonObject, note: NoteSurprise = ignoreSurprises): LetterAddress {
  const protection = personProtection(document, note);
  for (const [part, forms] of ORDER) {
    if (protection === 'strengtFortrolig' && part !== 'postadresse') continue;
    for (const element of currentVersions(document, part)) {
      const place = forms.map((form) => form(element)).find((found) => found !== undefined);
      if (place !== undefined) return { protection: strongerOf(protection, gradingOf(element, part)), place };
    }
  }
  return { protection: addressGradings(document).reduce(strongerOf, protection) };
}

function personProtection(document: JsonObject, note: NoteSurprise): AddressProtection {
  const own = currentVersions(document, 'adressebeskyttelse').map((version) =>
    gradingOf(version, 'adressebeskyttelse', note),
  );
  const addresses = addressGradings(document, note).filter((grading) => grading !== 'klientadresse');
  return [...own, ...addresses].reduce(strongerOf, 'none');
}

function addressGradings(document: JsonObject, note: NoteSurprise = ignoreSurprises): readonly AddressProtection[] {
  return ORDER.flatMap(([part]) => currentVersions(document, part).map((version) => gradingOf(version, part, note)));
}
