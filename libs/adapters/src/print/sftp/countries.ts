/** Norwegian names as the vendor prints them, in capitals; an unknown code is `???` (mailboxes reference 3.2). */
const NAMES = new Intl.DisplayNames(['nb'], { type: 'region', fallback: 'none' });
const EUROPE = new Set(
  (
    'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL PL PT RO RS RU ' +
    'SE SI SJ SK SM TR UA VA XK'
  ).split(' '),
);

export type Destination = 'INNLAND' | 'EUROPA' | 'VERDEN';

export function countryName(countryCode: string): string {
  // ZZ is "unknown region", which has a name too.
  return /^(?!ZZ)[A-Z]{2}$/.test(countryCode) ? (NAMES.of(countryCode)?.toLocaleUpperCase('nb') ?? '???') : '???';
}

export function destinationOf(countryCode: string | undefined): Destination {
  if (countryCode === undefined || countryCode === 'NO') return 'INNLAND';
  return EUROPE.has(countryCode) ? 'EUROPA' : 'VERDEN';
}
