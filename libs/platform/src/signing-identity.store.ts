import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './config-error.js';

/** The virksomhetssertifikat and private key that an organisation signs with. */
export interface SigningIdentity {
  readonly organisationNumber: string;
  /** PEM blocks, leaf first. */
  readonly certificateChain: readonly string[];
  /** PKCS#8 PEM. Never logged. */
  readonly privateKey: string;
}

/**
 * Reads `<orgnr>.cert.pem` (leaf first) and `<orgnr>.key.pem` from one folder (`CERTIFICATES_DIR`). Read once at boot,
 * so that a missing key stops the boot and not the first letter.
 */
export class SigningIdentityStore {
  private readonly identities: ReadonlyMap<string, SigningIdentity>;

  constructor(folder: string) {
    this.identities = readFolder(folder);
  }

  get(organisationNumber: string): SigningIdentity | undefined {
    return this.identities.get(organisationNumber);
  }

  organisationNumbers(): readonly string[] {
    return [...this.identities.keys()];
  }
}

function readFolder(folder: string): Map<string, SigningIdentity> {
  const identities = new Map<string, SigningIdentity>();
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    throw new ConfigurationError([{ name: 'CERTIFICATES_DIR', rule: 'names a folder that cannot be read' }]);
  }
  for (const file of files) {
    const organisationNumber = /^(\d{9})\.key\.pem$/.exec(file)?.[1];
    if (organisationNumber === undefined) continue;
    const chain = readPem(folder, `${organisationNumber}.cert.pem`);
    const certificateChain = chain.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    if (certificateChain.length === 0) throw unusable(`${organisationNumber}.cert.pem holds no certificate in PEM`);
    identities.set(organisationNumber, { organisationNumber, certificateChain, privateKey: readPem(folder, file) });
  }
  return identities;
}

function readPem(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    throw unusable(`${file} is missing or cannot be read; a certificate and its key belong together`);
  }
}

function unusable(what: string): ConfigurationError {
  return new ConfigurationError([{ name: 'CERTIFICATES_DIR', rule: `names a folder where ${what}` }]);
}
