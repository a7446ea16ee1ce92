import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContentVault } from './content-vault.js';
import { MasterKeyRing } from './master-key-ring.js';

const first = randomBytes(32).toString('base64');
const second = randomBytes(32).toString('base64');
const vault = new ContentVault(new MasterKeyRing(first));
const bytes = fc.uint8Array({ maxLength: 2_000 }).map((array) => Buffer.from(array));

function flipBit(buffer: Buffer, bit: number): Buffer {
  const copy = Buffer.from(buffer);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe('ContentVault', () => {
  it('opens what it sealed, with the key unwrapped again', () => {
    fc.assert(
      fc.property(bytes, (plain) => {
        const { key, wrapped } = vault.newKey();
        expect(vault.open(vault.seal(plain, key), vault.unwrap(wrapped)).equals(plain)).toBe(true);
      }),
    );
  });

  it('refuses sealed bytes in which any bit was changed', () => {
    const { key } = vault.newKey();
    fc.assert(
      fc.property(bytes, fc.nat(), (plain, at) => {
        const sealed = vault.seal(plain, key);
        expect(() => vault.open(flipBit(sealed, at % (sealed.length * 8)), key)).toThrow('cannot be opened');
      }),
    );
  });

  it('refuses a wrapped key in which any bit was changed', () => {
    const { wrapped } = vault.newKey();
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      expect(() => vault.unwrap(flipBit(wrapped, bit))).toThrow('cannot be opened');
    }
  });

  it('refuses sealed bytes that were cut off', () => {
    const { key } = vault.newKey();
    const sealed = vault.seal(Buffer.from('a decision'), key);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => vault.open(sealed.subarray(0, length), key)).toThrow('cannot be opened');
    }
  });

  it('refuses the key of another letter', () => {
    const sealed = vault.seal(Buffer.from('a decision'), vault.newKey().key);
    expect(() => vault.open(sealed, vault.newKey().key)).toThrow('NOT_AUTHENTIC');
  });

  it('never seals the same bytes to the same bytes', () => {
    const { key } = vault.newKey();
    const plain = Buffer.from('a decision');
    expect(vault.seal(plain, key).equals(vault.seal(plain, key))).toBe(false);
  });
});

describe('ContentVault with rotated master keys', () => {
  const rotated = new ContentVault(new MasterKeyRing(`2:${second},1:${first}`));

  it('opens keys that the old master key wrapped', () => {
    const { key, wrapped } = vault.newKey();
    expect(rotated.unwrap(wrapped).bytes.equals(key.bytes)).toBe(true);
  });

  it('wraps new keys with the new master key only', () => {
    const { wrapped } = rotated.newKey();
    expect(() => vault.unwrap(wrapped)).toThrow('UNKNOWN_MASTER_KEY');
  });

  it('keeps the hash of a recipient', () => {
    expect(rotated.recipientKey('20914695016').equals(vault.recipientKey('20914695016'))).toBe(true);
  });
});

describe('recipientKey', () => {
  it('differs by recipient and by master key, and is no plain hash', () => {
    const other = new ContentVault(new MasterKeyRing(second));
    const key = vault.recipientKey('20914695016');
    expect(key).toHaveLength(32);
    expect(key.equals(vault.recipientKey('313000001'))).toBe(false);
    expect(key.equals(other.recipientKey('20914695016'))).toBe(false);
  });
});

describe('MasterKeyRing', () => {
  it.each([
    ['a number of its own for each', `1:${first},1:${second}`],
    ['numbers of one byte', `256:${first}`],
    ['32 bytes', randomBytes(16).toString('base64')],
  ])('asks for %s and does not repeat the value', (_rule, text) => {
    const key = text.split(':').at(-1) ?? text;
    expect(() => new MasterKeyRing(text)).toThrow(RangeError);
    expect(() => new MasterKeyRing(text)).not.toThrow(key);
  });
});
