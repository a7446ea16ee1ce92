/**
 * Countries and territories of ISO 3166-1 (2024-01), alpha-3 to alpha-2, and XK for Kosovo, which has no code of its own
 * there but gets mail. Registers also write codes that are no countries (`XX` stateless, `YY` not stated): mail to those
 * goes nowhere, so a code counts only when it is here.
 */
const ISO_3166 =
  'ABW:AW AFG:AF AGO:AO AIA:AI ALA:AX ALB:AL AND:AD ARE:AE ARG:AR ARM:AM ASM:AS ATA:AQ ATF:TF ATG:AG AUS:AU AUT:AT ' +
  'AZE:AZ BDI:BI BEL:BE BEN:BJ BES:BQ BFA:BF BGD:BD BGR:BG BHR:BH BHS:BS BIH:BA BLM:BL BLR:BY BLZ:BZ BMU:BM BOL:BO ' +
  'BRA:BR BRB:BB BRN:BN BTN:BT BVT:BV BWA:BW CAF:CF CAN:CA CCK:CC CHE:CH CHL:CL CHN:CN CIV:CI CMR:CM COD:CD COG:CG ' +
  'COK:CK COL:CO COM:KM CPV:CV CRI:CR CUB:CU CUW:CW CXR:CX CYM:KY CYP:CY CZE:CZ DEU:DE DJI:DJ DMA:DM DNK:DK DOM:DO ' +
  'DZA:DZ ECU:EC EGY:EG ERI:ER ESH:EH ESP:ES EST:EE ETH:ET FIN:FI FJI:FJ FLK:FK FRA:FR FRO:FO FSM:FM GAB:GA GBR:GB ' +
  'GEO:GE GGY:GG GHA:GH GIB:GI GIN:GN GLP:GP GMB:GM GNB:GW GNQ:GQ GRC:GR GRD:GD GRL:GL GTM:GT GUF:GF GUM:GU GUY:GY ' +
  'HKG:HK HMD:HM HND:HN HRV:HR HTI:HT HUN:HU IDN:ID IMN:IM IND:IN IOT:IO IRL:IE IRN:IR IRQ:IQ ISL:IS ISR:IL ITA:IT ' +
  'JAM:JM JEY:JE JOR:JO JPN:JP KAZ:KZ KEN:KE KGZ:KG KHM:KH KIR:KI KNA:KN KOR:KR KWT:KW LAO:LA LBN:LB LBR:LR LBY:LY ' +
  'LCA:LC LIE:LI LKA:LK LSO:LS LTU:LT LUX:LU LVA:LV MAC:MO MAF:MF MAR:MA MCO:MC MDA:MD MDG:MG MDV:MV MEX:MX MHL:MH ' +
  'MKD:MK MLI:ML MLT:MT MMR:MM MNE:ME MNG:MN MNP:MP MOZ:MZ MRT:MR MSR:MS MTQ:MQ MUS:MU MWI:MW MYS:MY MYT:YT NAM:NA ' +
  'NCL:NC NER:NE NFK:NF NGA:NG NIC:NI NIU:NU NLD:NL NOR:NO NPL:NP NRU:NR NZL:NZ OMN:OM PAK:PK PAN:PA PCN:PN PER:PE ' +
  'PHL:PH PLW:PW PNG:PG POL:PL PRI:PR PRK:KP PRT:PT PRY:PY PSE:PS PYF:PF QAT:QA REU:RE ROU:RO RUS:RU RWA:RW SAU:SA ' +
  'SDN:SD SEN:SN SGP:SG SGS:GS SHN:SH SJM:SJ SLB:SB SLE:SL SLV:SV SMR:SM SOM:SO SPM:PM SRB:RS SSD:SS STP:ST SUR:SR ' +
  'SVK:SK SVN:SI SWE:SE SWZ:SZ SXM:SX SYC:SC SYR:SY TCA:TC TCD:TD TGO:TG THA:TH TJK:TJ TKL:TK TKM:TM TLS:TL TON:TO ' +
  'TTO:TT TUN:TN TUR:TR TUV:TV TWN:TW TZA:TZ UGA:UG UKR:UA UMI:UM URY:UY USA:US UZB:UZ VAT:VA VCT:VC VEN:VE VGB:VG ' +
  'VIR:VI VNM:VN VUT:VU WLF:WF WSM:WS YEM:YE ZAF:ZA ZMB:ZM ZWE:ZW XKX:XK XXK:XK';

const ALPHA_2_OF = new Map(
  ISO_3166.split(' ').flatMap((pair) => {
    const [alpha3 = '', alpha2 = ''] = pair.split(':');
    return [
      [alpha3, alpha2],
      [alpha2, alpha2],
    ];
  }),
);

/** Norway, Svalbard and Jan Mayen, Bouvet Island: what has a post office there has a Norwegian postal code. */
const NORWEGIAN = new Set(['NO', 'SJ', 'BV']);

/** Alpha-2 in capitals of an alpha-2 or alpha-3 code in either case; undefined for what is no country. */
export function toCountryCode(code: string): string | undefined {
  return ALPHA_2_OF.get(code.trim().toUpperCase());
}

/** Alpha-3 of an alpha-2 code in capitals, as Folkeregisteret writes the countries of estates; undefined for no country. */
export function toAlpha3(countryCode: string): string | undefined {
  return ISO_3166.split(' ')
    .find((pair) => pair.endsWith(`:${countryCode}`))
    ?.slice(0, 3);
}

/** Whether mail to this alpha-2 code is Norwegian mail, with a Norwegian postal code. */
export function hasNorwegianPost(countryCode: string): boolean {
  return NORWEGIAN.has(countryCode);
}

/** What people write who fill in a line themselves. */
const ALIASES: readonly (readonly [string, string])[] = [
  ['USA', 'US'],
  ['UK', 'GB'],
  ['ENGLAND', 'GB'],
  ['SKOTTLAND', 'GB'],
  ['SCOTLAND', 'GB'],
  ['WALES', 'GB'],
  ['NORD-IRLAND', 'GB'],
  ['HOLLAND', 'NL'],
  ['SVALBARD', 'SJ'],
];

let codeByName: ReadonlyMap<string, string> | undefined;

/** The alpha-2 code of a country's name in Norwegian (both forms) or English, as it stands in a line of an address. */
export function countryCodeOfName(name: string): string | undefined {
  codeByName ??= new Map([
    ...['en', 'nn', 'nb'].flatMap((language) => namesIn(new Intl.DisplayNames(language, { type: 'region' }))),
    ...ALIASES,
  ]);
  return codeByName.get(name.trim().toLocaleUpperCase('nb'));
}

function namesIn(names: Intl.DisplayNames): readonly (readonly [string, string])[] {
  return [...new Set(ALPHA_2_OF.values())].map((code) => [(names.of(code) ?? code).toLocaleUpperCase('nb'), code]);
}
