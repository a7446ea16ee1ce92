import type { OpenedPackage } from '#dpi/package/package.reader.js';
import type { ReadLetter } from '#dpi/sbd/sbd.reader.js';
import { fromIso6523 } from '#domain/identifiers.js';
import type { Finding, Part } from './package-report.js';
import { tokenParties } from './token-parties.js';

/** What corner 4 compares between the package, the message and the token in it (DPI reference 1.6 d-g). */
export function checkParties(letter: ReadLetter, opened: OpenedPackage | undefined): Finding[] {
  return [...tokenFindings(letter), ...(opened === undefined ? [] : packageFindings(letter, opened))];
}

function tokenFindings({ body, from }: ReadLetter): Finding[] {
  const parties = tokenParties(body.maskinportentoken);
  if (parties === undefined) {
    return [finding('TOKEN_UNREADABLE', 'maskinportentoken is not a token with a consumer.', 'schema')];
  }
  const rules: Rule[] = [
    {
      holds: parties.consumer === senderOf(body),
      code: 'TOKEN_OF_ANOTHER',
      text: 'The consumer of maskinportentoken is not the avsender of the message. Fetch the token for the avsender.',
      spoils: 'signature',
    },
    {
      holds: (parties.supplier ?? parties.consumer) === from,
      code: 'TOKEN_SIGNER_DIFFERS',
      text: 'The SBDH sender is not the supplier of maskinportentoken, or its consumer where there is none. Who sends must sign.',
      spoils: 'signature',
    },
  ];
  return findingsOf(rules);
}

function packageFindings(letter: ReadLetter, { manifest, documents }: OpenedPackage): Finding[] {
  const { avsender } = letter.body;
  const rules: Rule[] = [
    {
      holds: manifest.sender === senderOf(letter.body) && manifest.unit === avsender.avsenderidentifikator,
      code: 'MANIFEST_SENDER_DIFFERS',
      text: 'avsender of manifest.xml is not that of the message. They must name the same organisation and unit.',
      spoils: 'schema',
    },
    {
      holds: manifest.mailboxAddress === undefined || manifest.mailboxAddress === mailboxOf(letter),
      code: 'MAILBOX_ADDRESS_DIFFERS',
      text: 'postkasseadresse of manifest.xml is not that of the message. For print it must be left out.',
      spoils: 'schema',
    },
    {
      holds: letter.type !== 'utskrift' || documents.every(({ mediaType }) => mediaType === 'application/pdf'),
      code: 'PRINT_NOT_PDF',
      text: 'Only PDF can be printed. Convert the documents.',
      spoils: 'schema',
    },
  ];
  return findingsOf(rules);
}

function senderOf({ avsender }: ReadLetter['body']): string | undefined {
  return fromIso6523(avsender.virksomhetsidentifikator.value);
}

function mailboxOf(letter: ReadLetter): string | undefined {
  return letter.type === 'utskrift' ? undefined : letter.body.mottaker.postkasseadresse;
}

interface Rule {
  readonly holds: boolean;
  readonly code: string;
  readonly text: string;
  readonly spoils: Part;
}

function findingsOf(rules: readonly Rule[]): Finding[] {
  return rules.filter(({ holds }) => !holds).map(({ code, text, spoils }) => finding(code, text, spoils));
}

function finding(code: string, text: string, spoils: Part): Finding {
  return { code, text, spoils: [spoils] };
}
