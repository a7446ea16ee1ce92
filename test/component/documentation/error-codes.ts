import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const ROOT = process.cwd();
/** The simulators' codes are the providers' own, and the sandbox answers scripts only. */
const NOT_READ = /\.spec\.ts$|\.conformance\.|\/testing\/|\/tools\/|simulat|\/dto\/|^apps\/sandbox\/|\/migrations\//;

/** SCREAMING_SNAKE of two words or more that is not a code, and what it is. */
const NOT_CODES: Readonly<Record<string, string>> = {
  AMQP_URL: 'environment variable',
  CERTIFICATES_DIR: 'environment variable',
  CHANNELS_FILE: 'environment variable',
  DATABASE_URL: 'environment variable',
  MASKINPORTEN_CLIENT_ID: 'environment variable',
  MASKINPORTEN_KEYS_DIR: 'environment variable',
  MASKINPORTEN_KEY_ID: 'environment variable',
  MASKINPORTEN_SIGNER_CLIENT_IDS: 'environment variable',
  MASKINPORTEN_SIGNER_KEY_IDS: 'environment variable',
  MASTER_KEY: 'environment variable',
  MF_ENVIRONMENT: 'environment variable',
  ROUTING_FILE: 'environment variable',
  SENDERS_FILE: 'environment variable',
  IKKE_REGISTRERT: 'status of KRR',
  KAN_VARSLES: 'status of KRR',
  KAN_IKKE_VARSLES: 'status of KRR',
  MAILPIECE_MOTTAK: 'status of the print vendor',
  SORT_HVIT: 'colour in the message of DPI print',
  DIREKTE_RETUR: 'handling of returned mail in the message of DPI print',
  MAKULERING_MED_MELDING: 'handling of returned mail in the message of DPI print',
  ABORT_ERR: 'error of Node',
  EAI_AGAIN: 'error of Node',
  UND_ERR_CONNECT_TIMEOUT: 'error of undici',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'error of undici',
  POST_AMQP: 'id of a Nest transport',
  ILLEGAL_TRANSITION: 'name of a programming error',
  CONNECTION_CLOSED: 'error of the SSH client, in the text of a PRINT_ code',
  CONNECT_FAILED: 'error of the SSH client, in the text of a PRINT_ code',
  HOST_KEY: 'error of the SSH client, in the text of a PRINT_ code',
  NOT_CONNECTED: 'error of the SSH client, in the text of a PRINT_ code',
  NO_ROUTE: 'reply of the broker, in the text of UNROUTABLE',
  NOT_ELEVEN_DIGITS: 'kept inside the contract, told as TOO_SHORT or WRONG_TYPE',
};

const LITERAL = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
/** One word is a code only where it stands in the place of one. */
const ONE_WORD = [
  /\b(?:code|id):\s*'([A-Z]{3,})'/g,
  /\b(?:transient|permanent|unreachable|ambiguous|defect|throttled)\(\s*'([A-Z]{3,})'/g,
];
/** Files that are nothing but a list of codes. */
const LISTS = ['libs/contract/src/field-error.ts', 'libs/messaging/src/publish-error.ts'];
const LIST_ITEM = /'([A-Z]{3,})'/g;
/** Registers and Maskinporten: every code begins with the table's prefix, also those of the shared table. */
const PREFIX = /\bprefix: '([A-Z]+)'/;
const SHARED_TABLE = 'libs/platform/src/look-up-failures.ts';
const TABLE_CODES = /(?:code:\s*|rule\(\s*'\w+',\s*)'([A-Z0-9_]+)'/g;
const SHARED_CODES = /(?:code:\s*'|\}_)([A-Z_]+)['`]/g;

/** Every stable code in the sources, with the files that have it. */
export function codesInSources(): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>();
  const shared = matches(readFileSync(join(ROOT, SHARED_TABLE), 'utf8'), SHARED_CODES);
  for (const file of sources()) {
    if (file === SHARED_TABLE) continue;
    for (const code of codesOf(file, shared)) codes.set(code, [...(codes.get(code) ?? []), file]);
  }
  return codes;
}

/** Every code that the first column of a table of docs/errors.md has, in order, repeated ones repeated. */
export function codesInCatalogue(): readonly string[] {
  const rows = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').split('\n');
  return rows.flatMap((row) => matches(/^\|([^|]*)\|/.exec(row)?.[1] ?? '', /`([A-Z][A-Z0-9_]+)`/g));
}

function codesOf(file: string, shared: readonly string[]): ReadonlySet<string> {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const prefix = PREFIX.exec(text)?.[1];
  const own = matches(text, LITERAL).filter((code) => NOT_CODES[code] === undefined);
  if (prefix !== undefined) {
    const table = matches(text, TABLE_CODES);
    const whole = own.filter((code) => code.startsWith(`${prefix}_`));
    return new Set([...whole, ...[...table, ...shared].map((code) => `${prefix}_${code}`)]);
  }
  const words = ONE_WORD.flatMap((pattern) => matches(text, pattern));
  const listed = LISTS.includes(file) ? matches(text, LIST_ITEM) : [];
  return new Set([...own, ...words, ...listed]);
}

function sources(): readonly string[] {
  return ['apps', 'libs']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !NOT_READ.test(file))
    .sort();
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
