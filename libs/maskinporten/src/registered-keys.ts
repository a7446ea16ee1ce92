import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';
import { clientOrganisations, keyIdOf, type MaskinportenConfig } from './maskinporten.config.js';

export interface RegisteredKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** Maskinporten registers no shorter ones. */
const SHORTEST_MODULUS_BITS = 2_048;

/**
 * The registered key of every organisation that has one, read at boot so that a missing key stops the boot and not the
 * first letter. Throws ConfigurationError.
 */
export function readRegisteredKeys(config: MaskinportenConfig): ReadonlyMap<string, RegisteredKey> {
  const keys = new Map<string, RegisteredKey>();
  const problems: ConfigurationProblem[] = [];
  for (const organisation of clientOrganisations(config)) {
    const keyId = keyIdOf(config, organisation);
    if (keyId === undefined) continue;
    const read = readKey(config.keysDir ?? '', keyId);
    if (typeof read !== 'string') {
      keys.set(organisation, { keyId, privateKey: read });
      continue;
    }
    const isOwn = organisation === config.organisation;
    problems.push({
      name: isOwn ? 'MASKINPORTEN_KEY_ID' : 'MASKINPORTEN_SIGNER_KEY_IDS',
      rule: `${isOwn ? '' : `of ${organisation} `}names a key whose file <key id>.key.pem in MASKINPORTEN_KEYS_DIR ${read}`,
    });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return keys;
}

/** A key id may be anything, a slash too: what a file name cannot hold is written `%2F`, as in URLs. */
function readKey(folder: string, keyId: string): KeyObject | string {
  let pem: string;
  try {
    pem = readFileSync(join(folder, `${encodeURIComponent(keyId)}.key.pem`), 'utf8');
  } catch {
    return 'cannot be read';
  }
  try {
    const key = createPrivateKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (key.asymmetricKeyType !== 'rsa') return 'is no RSA key';
    return bits >= SHORTEST_MODULUS_BITS ? key : `has fewer than ${String(SHORTEST_MODULUS_BITS)} bits`;
  } catch {
    return 'holds no private key in PEM without a pass phrase';
  }
}
