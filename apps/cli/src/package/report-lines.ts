import { PARTS, type PackageReport, type Part } from './package-report.js';

const MEANING: Readonly<Record<Part, string>> = {
  digest: 'files and package are those that were signed',
  signature: 'signed by who should have signed',
  schema: 'manifest and message say what they must',
};

/** The report for a person: what holds and what does not, then who and what; the documents are a table of their own. */
export function reportLines(report: PackageReport): readonly string[] {
  const { encryption, signer, sender, message } = report;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['encryption', encryption],
    ['signer', signer && `${signer.organisationNumber ?? 'no organisation number'}, ${validity(signer)}`],
    ['sender', sender && [sender.organisationNumber, sender.unit].filter((part) => part !== undefined).join(', ')],
    ['message', message && `${message.type} ${message.messageId}, from ${message.from} to ${message.to}`],
    ['', message && `conversation ${message.conversationId}, made ${message.createdAt}`],
  ];
  return [
    ...PARTS.map((part) => line(part, report[part].ok ? `holds: ${MEANING[part]}` : 'does not hold')),
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [line(name, value)])),
  ];
}

function validity({ validFrom, validTo }: { readonly validFrom: string; readonly validTo: string }): string {
  return `certificate valid ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`;
}

function line(name: string, value: string): string {
  return `${name.padEnd(10)} ${value}`;
}
