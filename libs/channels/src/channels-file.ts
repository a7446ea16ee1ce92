import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, type Pair, type Scalar } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';

/**
 * config/channels.yaml: one line per provider folder, which says whether it is used and how many calls may run at once.
 *
 *   digipost: { enabled: true, concurrency: 16 }
 *
 * A provider without a line is off. The file is read strictly: whatever is not understood stops the boot, named by line
 * and rule, because a misspelt key that is ignored is a channel that silently does not deliver.
 */
export interface ChannelsFile {
  /** As given, for messages. */
  readonly path: string;
  /** By provider id, in the order of the file. */
  readonly providers: ReadonlyMap<string, ProviderSettings>;
}

export interface ProviderSettings {
  readonly enabled: boolean;
  /** Calls to this provider that one instance has in flight at most, 1-1000. */
  readonly concurrency: number;
  /** Where the file says so, from 1. */
  readonly line: number;
}

/** Injection token of the file that the app was started with. */
export const CHANNELS_FILE = Symbol('ChannelsFile');

const DEFAULT_CONCURRENCY = 8;
const PROVIDER_ID = /^[a-z][a-z0-9-]*$/;

/** Throws ConfigurationError that names every wrong line. */
export function readChannelsFile(path: string): ChannelsFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError([{ name: 'CHANNELS_FILE', rule: `names a file that cannot be read (${path})` }]);
  }
  return parseChannelsFile(text, path);
}

export function parseChannelsFile(text: string, path: string): ChannelsFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems: ConfigurationProblem[] = [];
  const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const problem = (line: number, rule: string): void => {
    problems.push({ name: `${path}:${String(line)}`, rule });
  };

  for (const error of document.errors) problem(lineAt(error.pos[0]), firstLine(error.message));
  const providers = new Map<string, ProviderSettings>();
  if (problems.length === 0) {
    if (!isMap<Scalar>(document.contents)) problem(1, 'must map provider ids to { enabled, concurrency }');
    else {
      for (const pair of document.contents.items) {
        const line = lineAt(pair.key.range?.[0]);
        const id = String(pair.key.value);
        if (!PROVIDER_ID.test(id)) problem(line, `"${id}" is not a provider id (lower-case letters, digits, hyphens)`);
        const settings = readSettings(pair, line, (rule) => {
          problem(line, `${id}: ${rule}`);
        });
        if (settings !== undefined) providers.set(id, settings);
      }
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { path, providers };
}

function readSettings(pair: Pair<Scalar>, line: number, problem: (rule: string) => void): ProviderSettings | undefined {
  if (!isMap<Scalar>(pair.value)) {
    problem('must be { enabled: true | false, concurrency: 1-1000 }');
    return undefined;
  }
  const values = new Map<string, unknown>();
  for (const item of pair.value.items)
    values.set(String(item.key.value), isScalar(item.value) ? item.value.value : item.value);
  for (const key of values.keys()) {
    if (key !== 'enabled' && key !== 'concurrency') problem(`has an unknown setting "${key}"`);
  }
  const enabled = values.get('enabled');
  if (typeof enabled !== 'boolean') problem('"enabled" must be true or false');
  const concurrency = values.get('concurrency') ?? DEFAULT_CONCURRENCY;
  if (!isConcurrency(concurrency)) problem('"concurrency" must be a whole number from 1 to 1000');
  return {
    enabled: enabled === true,
    concurrency: isConcurrency(concurrency) ? concurrency : DEFAULT_CONCURRENCY,
    line,
  };
}

function isConcurrency(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
