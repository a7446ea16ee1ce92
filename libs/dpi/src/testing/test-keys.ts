import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** RSA key pairs for specs, SPKI and PKCS#8 PEM. */
export interface TestKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

const FOLDER = resolve(import.meta.dirname, '../../../../config/certificates');

/**
 * The keys that tools/certificates.mjs has made, handed out one after another. Making an RSA key takes anything from a
 * tenth of a second to several, which on a busy machine is longer than a test may take; reading one takes nothing.
 */
export class TestKeys {
  private next = 0;
  private readonly files = readdirSync(FOLDER)
    .filter((file) => /^\d{9}\.key\.pem$/.test(file))
    .sort();

  /** Each call another one; throws when there are no more, since a key in two places could hide a mistake. */
  take(): TestKey {
    const file = this.files[this.next++];
    if (file === undefined) throw new Error('All test keys are taken. Share an authority between more of the tests.');
    const privateKey = readFileSync(resolve(FOLDER, file), 'utf8');
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
    return { publicKey, privateKey };
  }
}
