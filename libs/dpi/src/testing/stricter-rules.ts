import type { ShapeProblem } from '../sbd/json-shape.js';

/**
 * Where our shapes say no to what the published schemas let through, all of it, by name (DPI reference 2.5). Each with
 * a change to a good message that the schema does not mind: a rule that is gone from the shapes fails its example.
 */
export interface StricterRule {
  readonly name: string;
  readonly path: RegExp;
  /** Part of the problem's rule. */
  readonly rule: string;
  readonly example: {
    readonly message: 'digital' | 'utskrift';
    readonly at: readonly string[];
    readonly value?: unknown;
  };
}

const HEADER = 'standardBusinessDocumentHeader';
const SCOPE = [HEADER, 'businessScope', 'scope', '0'];

function inDigital(at: readonly string[], value?: unknown): StricterRule['example'] {
  return { message: 'digital', at, ...(value === undefined ? {} : { value }) };
}

export const STRICTER_RULES: readonly StricterRule[] = [
  {
    name: 'an organisation is 0192 or 9908 and nine digits, with nothing around',
    path: /\.(?:identifier|virksomhetsidentifikator)\.value$/,
    rule: 'must match ^(?:0192|9908):\\d{9}$',
    example: inDigital(['digital', 'avsender', 'virksomhetsidentifikator', 'value'], 'x0192:313000001x'),
  },
  {
    name: 'the authority of the parties is that of ISO 6523',
    path: /\.(?:sender|receiver)\[0\]\.identifier\.authority$/,
    rule: 'must be one of iso6523-actorid-upis',
    example: inDigital([HEADER, 'sender', '0', 'identifier', 'authority'], 'iso3166-1'),
  },
  {
    name: 'versions are 1.0',
    path: /\.(?:headerVersion|typeVersion)$/,
    rule: 'must be one of 1.0',
    example: inDigital([HEADER, 'headerVersion'], '2.0'),
  },
  {
    name: 'the type is that of the body',
    path: /\.documentIdentification\.type$/,
    rule: 'must be one of',
    example: inDigital([HEADER, 'documentIdentification', 'type'], 'utskrift'),
  },
  {
    name: 'a UUID is written without urn:uuid:',
    path: /\.instanceIdentifier$/,
    rule: 'must match ^[0-9a-f]{8}',
    example: inDigital(
      [HEADER, 'documentIdentification', 'instanceIdentifier'],
      'urn:uuid:ff88849c-e281-4809-8555-7cd54952b916',
    ),
  },
  {
    name: 'there is one scope',
    path: /\.businessScope\.scope$/,
    rule: 'must have 1-1 items',
    example: inDigital([HEADER, 'businessScope', 'scope'], []),
  },
  {
    name: 'the scope is the ConversationId',
    path: /\.scope\[0\]\.type$/,
    rule: 'must be one of ConversationId',
    example: inDigital([...SCOPE, 'type'], 'SenderRef'),
  },
  {
    name: 'the scope has its identifiers',
    path: /\.scope\[0\]\.(?:instanceIdentifier|identifier)$/,
    rule: 'is required',
    example: inDigital([...SCOPE, 'instanceIdentifier']),
  },
  {
    name: 'there are at most ten pieces of scope information',
    path: /\.scopeInformation$/,
    rule: 'must have 0-10 items',
    example: inDigital([...SCOPE, 'scopeInformation'], Array(11).fill({})),
  },
  {
    name: 'the time to live is a time',
    path: /\.expectedResponseDateTime$/,
    rule: 'must be an RFC 3339 date-time with offset',
    example: inDigital([...SCOPE, 'scopeInformation', '0', 'expectedResponseDateTime'], 'in a day'),
  },
  {
    name: 'times have a T, a colon in the offset and no leap second',
    path: /\.(?:creationDateAndTime|tidspunkt|virkningstidspunkt)$/,
    rule: 'must be an RFC 3339 date-time with offset',
    example: inDigital(['digital', 'virkningstidspunkt'], '2026-04-01 06:00:00+0200'),
  },
  {
    name: 'the digest is SHA-256',
    path: /\.digestMethod$/,
    rule: 'must be one of http://www.w3.org/2001/04/xmlenc#sha256',
    example: inDigital(['digital', 'dokumentpakkefingeravtrykk', 'digestMethod'], ''),
  },
  {
    name: 'the digest is 32 bytes in base64',
    path: /\.digestValue$/,
    rule: 'must match',
    example: inDigital(['digital', 'dokumentpakkefingeravtrykk', 'digestValue'], 'ab'.repeat(32)),
  },
  {
    name: 'days of notice do not repeat',
    path: /\.repetisjoner$/,
    rule: 'must not repeat a value',
    example: inDigital(['digital', 'varsler', 'epostvarsel', 'repetisjoner'], [7, 7]),
  },
  {
    name: 'varsler is an object',
    path: /\.varsler$/,
    rule: 'must be an object',
    example: inDigital(['digital', 'varsler'], 'epost'),
  },
  {
    name: 'an e-mail address has at most 254 characters',
    path: /\.epostadresse$/,
    rule: 'must have 0-254 characters',
    example: inDigital(['digital', 'varsler', 'epostvarsel', 'epostadresse'], `${'a'.repeat(250)}@b.test`),
  },
  {
    name: 'what addresses and identifies is not empty',
    path: /\.(?:standard|identifier|postkasseadresse|maskinportentoken|navn|adresselinje1)$/,
    rule: 'must have 1-',
    example: inDigital(['digital', 'mottaker', 'postkasseadresse'], ''),
  },
  {
    name: 'a Norwegian address has neither land nor landkode, not both either',
    path: /\.utskrift\.(?:retur\.)?mottaker$/,
    rule: 'must have postnummer and poststed, or one of land and landkode, and not both',
    example: {
      message: 'utskrift',
      at: ['utskrift', 'mottaker'],
      value: {
        navn: 'Kari',
        adresselinje1: 'Gata 1',
        postnummer: '0001',
        poststed: 'Oslo',
        land: 'Norge',
        landkode: 'NO',
      },
    },
  },
];

export function stricterRuleOf({ path, rule }: ShapeProblem): StricterRule | undefined {
  return STRICTER_RULES.find((one) => one.path.test(path) && rule.includes(one.rule));
}
