import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './config-error.js';
import { SigningIdentityStore } from './signing-identity.store.js';

const BLOCK = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('SigningIdentityStore', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mf-identities-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };

  it('reads pairs of certificate chain and key, and nothing else', () => {
    write('313000001.key.pem', 'key');
    write('313000001.cert.pem', BLOCK + BLOCK);
    write('registered-313000001.key.pem', 'another');
    const store = new SigningIdentityStore(folder);
    expect(store.organisationNumbers()).toEqual(['313000001']);
    expect(store.get('313000001')).toMatchObject({ privateKey: 'key', certificateChain: [BLOCK.trim(), BLOCK.trim()] });
  });

  it.each<[string, () => void, RegExp]>([
    ['a key without a certificate', () => undefined, /313000001\.cert\.pem is missing/],
    [
      'a certificate that is none',
      () => {
        write('313000001.cert.pem', 'nothing');
      },
      /holds no certificate/,
    ],
  ])('stops the boot on %s, and names the file', (_what, prepare, expected) => {
    write('313000001.key.pem', 'key');
    prepare();
    expect(() => new SigningIdentityStore(folder)).toThrow(ConfigurationError);
    expect(() => new SigningIdentityStore(folder)).toThrow(expected);
  });

  it('stops the boot on a folder that is not there', () => {
    expect(() => new SigningIdentityStore(join(folder, 'nowhere'))).toThrow(/CERTIFICATES_DIR/);
  });
});
