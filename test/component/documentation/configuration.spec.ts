import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DpiConfig } from '#dpi/channel/dpi.config.js';
import { DocumentsConfig } from '#documents/documents.config.js';
import { MaskinportenConfig } from '#maskinporten/maskinporten.config.js';
import { AmqpConfig } from '#messaging/amqp.config.js';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { AppConfig } from '#platform/app-config.js';
import { ConfigurationError } from '#platform/config-error.js';
import { loadConfig } from '#platform/load-config.js';
import { MfConfig } from '../../../apps/cli/src/mf.config.js';
import { ConsoleConfig } from '../../../apps/console/src/console.config.js';
import { GatewayConfig } from '../../../apps/gateway/src/gateway.config.js';
import { ReceiptsConfig } from '../../../apps/receipts/src/receipts.config.js';
import { SandboxConfig } from '../../../apps/sandbox/src/sandbox.config.js';
import { AltinnConfig } from '../../../libs/adapters/src/altinn/altinn.config.js';
import { DigipostConfig } from '../../../libs/adapters/src/digipost/digipost.config.js';
import { EboksConfig } from '../../../libs/adapters/src/eboks/eboks.config.js';
import { EnhetsregisteretConfig } from '../../../libs/adapters/src/enhetsregisteret/enhetsregisteret.config.js';
import { FolkeregisteretConfig } from '../../../libs/adapters/src/folkeregisteret/folkeregisteret.config.js';
import { KrrConfig } from '../../../libs/adapters/src/krr/krr.config.js';
import { PrintConfig, PrintDpiConfig } from '../../../libs/adapters/src/print/print.config.js';
import { SftpConfig } from '../../../libs/adapters/src/print/sftp/sftp.config.js';

type Source = readonly [type: new () => object, prefix: string];

const adapter = (id: string): string => `libs/adapters/src/${id}/README.md`;
const PAGES: readonly (readonly [page: string, sources: readonly Source[], ofTheScripts: readonly string[]])[] = [
  [
    'docs/configuration.md',
    [
      [AppConfig, ''],
      [PersistenceConfig, PersistenceConfig.prefix],
      [AmqpConfig, ''],
      [DocumentsConfig, ''],
      [MaskinportenConfig, 'MASKINPORTEN_'],
      [GatewayConfig, ''],
      [ReceiptsConfig, ''],
      [ConsoleConfig, ''],
      [SandboxConfig, ''],
      [MfConfig, ''],
      [PrintConfig, 'PRINT_'],
    ],
    ['PGPORT', 'RABBITMQ_NODE_PORT'],
  ],
  [adapter('altinn'), [[AltinnConfig, 'ALTINN_']], []],
  [
    adapter('digipost'),
    [
      [DpiConfig, 'DPI_'],
      [DigipostConfig, 'DIGIPOST_'],
    ],
    [],
  ],
  [
    adapter('eboks'),
    [
      [DpiConfig, 'DPI_'],
      [EboksConfig, 'EBOKS_'],
    ],
    [],
  ],
  [adapter('enhetsregisteret'), [[EnhetsregisteretConfig, 'ENHETSREGISTERET_']], []],
  [adapter('folkeregisteret'), [[FolkeregisteretConfig, 'FOLKEREGISTERET_']], []],
  [adapter('krr'), [[KrrConfig, 'KRR_']], []],
  [
    adapter('print'),
    [
      [PrintConfig, 'PRINT_'],
      [SftpConfig, 'PRINT_'],
      [PrintDpiConfig, 'PRINT_'],
    ],
    [],
  ],
];

/** Operators find every variable on a page, and no page names one that nothing reads. */
describe.each(PAGES)('%s', (page, sources, ofTheScripts) => {
  const documented = variablesOn(page);
  const read = sources.flatMap(([type, prefix]) => variablesRead(type, prefix));

  it('has every variable that is read', () => {
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((name) => !documented.includes(name))).toEqual([]);
  });

  it('has no variable that is not read', () => {
    const known = new Set([...read, ...read.map((name) => `${name}_FILE`), ...ofTheScripts]);
    expect(documented.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Those in the first column of a table. */
function variablesOn(page: string): readonly string[] {
  const text = readFileSync(join(resolve(import.meta.dirname, '../../..'), page), 'utf8');
  const cells = [...text.matchAll(/^\|([^|]*)\|/gm)].map(([, cell]) => cell ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name ?? ''));
}

/** What loadConfig asks the environment for, without the `_FILE` form that every variable has. */
function variablesRead(type: new () => object, prefix: string): readonly string[] {
  const asked: string[] = [];
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => {
        asked.push(String(name));
        return undefined;
      },
    },
  );
  try {
    loadConfig(type, environment, prefix);
  } catch (error) {
    // The required ones are missing, of course.
    if (!(error instanceof ConfigurationError)) throw error;
  }
  return asked.filter((name) => !name.endsWith('_FILE') || asked.includes(`${name}_FILE`));
}
