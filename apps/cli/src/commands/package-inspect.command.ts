import { isJsonObject, parseJson } from '#platform/parse-json.js';
import type { Arguments } from '../arguments.js';
import { CommandError } from '../command-error.js';
import type { Command } from '../command.js';
import { failedReport, inspectPackage, type PackageFiles } from '../package/inspect-package.js';
import type { PackageReport } from '../package/package-report.js';
import { reportLines } from '../package/report-lines.js';
import { readInputFile } from '../read-input-file.js';
import { UsageError } from '../usage-error.js';

export const packageInspect: Command = {
  name: 'package inspect',
  usage: 'FILE.cms --key KEY.pem [--sbd FILE.jwt] [--trust ROOTS.pem] [--json]',
  summary: 'opens a dokumentpakke and says what is in it and whether it holds',
  help: [
    'FILE.cms         the encrypted package',
    '--key KEY.pem    the private key of the mailbox provider that it was made for',
    '--sbd FILE.jwt   the signed message: its signature, shape and digest of the package are checked too, and that',
    '                 package, message and the token in it name the same sender, signer, unit and mailbox',
    '--trust PEM      accept signatures that lead to these roots only; without it, who signed is taken on its word',
    '--json           { ok, digest: { ok }, signature: { ok }, schema: { ok }, documents, errors }, and what is known of',
    '                 encryption, signer, sender and message',
    'Exit code 0 when everything holds. The sandbox gives both files: GET :9000/control/deliveries/{id}/raw and /sbd,',
    'and the key: GET :9000/control/keys/digipost, whose answer may be given as KEY.pem as it is.',
  ],
  options: {
    key: { type: 'string' },
    sbd: { type: 'string' },
    trust: { type: 'string' },
    json: { type: 'boolean' },
  },
  operands: { least: 1, most: 1 },
  async run(input, { output }) {
    const report = await reportOn(input);
    if (input.has('json')) output.json(report);
    else {
      output.lines(reportLines(report));
      const documents = report.documents.map(({ fileName, mediaType, sha256 }) => [fileName, mediaType, sha256]);
      if (documents.length > 0) output.table(DOCUMENT_COLUMNS, documents);
      for (const { code, text } of report.errors) output.note(`${code}: ${text}`);
    }
    return report.ok ? 0 : 1;
  },
};

const DOCUMENT_COLUMNS = ['document', 'media type', 'sha256'];

async function reportOn(input: Arguments): Promise<PackageReport> {
  const key = input.get('key');
  if (key === undefined) throw new UsageError('--key KEY.pem is missing.');
  try {
    return await inspectPackage(await readFiles(input, key));
  } catch (error) {
    if (error instanceof CommandError) return failedReport({ code: 'FILE_UNREADABLE', text: error.message });
    throw error;
  }
}

async function readFiles(input: Arguments, key: string): Promise<PackageFiles> {
  const sbd = input.get('sbd');
  const trust = input.get('trust');
  return {
    cms: await readInputFile(input.operand(0)),
    key: privateKeyIn(await readInputFile(key)),
    ...(sbd === undefined ? {} : { message: (await readInputFile(sbd)).toString('utf8').trim() }),
    ...(trust === undefined ? {} : { trusted: (await readInputFile(trust)).toString('utf8') }),
  };
}

/** PEM, or the sandbox's `{ certificate, privateKey }`. */
function privateKeyIn(file: Buffer): string {
  const json = parseJson(file);
  const key = isJsonObject(json) ? json['privateKey'] : undefined;
  return typeof key === 'string' ? key : file.toString('utf8');
}
