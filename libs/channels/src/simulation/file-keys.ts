import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulationKey, SimulationKeys } from './simulator.js';

/** The mailbox providers and the print service by the names the simulators use; the national organisation numbers. */
const ORGANISATION_OF: Readonly<Record<string, string>> = {
  digipost: '984661185',
  eboks: '922020175',
  print: '974761076',
};

const KEY_NAME = /^(?:\d{9}|[a-z][a-z0-9-]*)$/;

/**
 * Reads the generated test keys of one folder (`config/certificates`): `<name>.cert.pem` and `<name>.key.pem`.
 * Read when first asked for and then kept, so that a test that needs no key needs no folder.
 */
export class FileKeys implements SimulationKeys {
  private readonly known = new Map<string, SimulationKey | undefined>();

  constructor(private readonly folder: string) {}

  get root(): string {
    return readFileSync(join(this.folder, 'root.cert.pem'), 'utf8');
  }

  /** `maskinporten` has no certificate of its own (its key is published as a JWK): `certificate` is then empty. */
  get(name: string): SimulationKey | undefined {
    if (!KEY_NAME.test(name)) return undefined;
    const file = ORGANISATION_OF[name] ?? name;
    if (!this.known.has(file)) this.known.set(file, this.read(file));
    return this.known.get(file);
  }

  private read(file: string): SimulationKey | undefined {
    // SSH keys have OpenSSH names and a bare public key in the certificate's place.
    const isSsh = file.startsWith('sftp-');
    const key = join(this.folder, isSsh ? `${file}.key` : `${file}.key.pem`);
    const certificate = join(this.folder, isSsh ? `${file}.key.pub` : `${file}.cert.pem`);
    if (!existsSync(key)) return undefined;
    return {
      certificate: existsSync(certificate) ? readFileSync(certificate, 'utf8') : '',
      privateKey: readFileSync(key, 'utf8'),
    };
  }
}
