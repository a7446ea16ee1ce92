import { beforeAll, describe, expect, it } from '@jest/globals';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { berOpen, der, derOid, END_OF_CONTENTS, TAG } from '../asn1/der.writer.js';
import { certificateInfo, type CertificateInfo } from '../certificate/certificate-info.js';
import { signingKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import { sealPackage } from './cms.encrypter.js';
import { CmsError } from './cms-problem.js';
import { looksLikeCms, openCms } from './cms.reader.js';
import { openPackage } from './package.reader.js';

const PLAIN = Buffer.from('et brev '.repeat(40));

describe('a CMS that is damaged or made to hurt', () => {
  let key: KeyObject;
  let recipient: CertificateInfo;
  let cms: Buffer;

  beforeAll(async () => {
    const mailbox = new SyntheticAuthority().issue('984661185');
    key = createPrivateKey(mailbox.privateKey);
    recipient = certificateInfo(mailbox.certificateChain[0] ?? '');
    cms = await bytesOf((await sealPackage(() => Readable.from([PLAIN]), recipient, 1_000_000)).pieces());
  });

  /** The name of the error, or what came out. Anything that is not named is thrown on. */
  function open(bytes: Buffer): string | Buffer {
    try {
      return openCms(bytes, key);
    } catch (error) {
      if (error instanceof CmsError) return error.problem;
      throw error;
    }
  }

  it('cut off anywhere is told as cut off', () => {
    for (let length = 0; length < cms.length; length += 1) {
      expect([length, open(cms.subarray(0, length))]).toEqual([length, 'CMS_TRUNCATED']);
    }
    expect(open(cms)).toEqual(PLAIN);
  });

  it('with turned bits gives a named error, and never a package that opens to something else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(cms.length * 8 - 1), { minLength: 1, maxLength: 3 }), async (bits) => {
        const bad = Buffer.from(cms);
        for (const bit of bits) bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        open(bad);
        looksLikeCms(bad);
        // The content here is no container, so that whatever decrypts is refused by what is inside.
        expect(['CANNOT_DECRYPT', 'CONTAINER_UNREADABLE']).toContain(problemOf(await openPackage(bad, key)));
      }),
      { numRuns: 300 },
    );
  });

  it('a whole letter with turned bits: a named error, or exactly the same letter', async () => {
    const sender = signingKey(new SyntheticAuthority().issue(TEST_ORGANISATION));
    const description = { sender: TEST_ORGANISATION, language: 'nb', documents: [aDocument({ text: 'et brev' })] };
    const content = (): AsyncIterable<Buffer> => writeAsice(description, sender, new Date('2026-03-02T10:00:00Z'));
    const letter = await bytesOf((await sealPackage(content, recipient, 1_000_000)).pieces());
    const lettersOf = (opened: Awaited<ReturnType<typeof openPackage>>): unknown =>
      opened.ok ? [opened.value.manifest, opened.value.documents] : opened.error;
    const good = lettersOf(await openPackage(letter, key));
    expect(good).toMatchObject([{ sender: TEST_ORGANISATION }, [{ fileName: 'vedtak.pdf' }]]);
    await fc.assert(
      fc.asyncProperty(fc.nat(letter.length * 8 - 1), async (bit) => {
        const bad = Buffer.from(letter);
        bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const result = lettersOf(await openPackage(bad, key));
        expect(typeof result === 'string' && /^[A-Z]+(?:_[A-Z]+)+$/.test(result) ? good : result).toEqual(good);
      }),
      { numRuns: 200 },
    );
  });

  it('any bytes at all are refused by name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['CMS_TRUNCATED', 'CMS_MALFORMED']).toContain(open(Buffer.from(bytes)));
      }),
    );
  });

  it.each<[string, () => Buffer, string]>([
    [
      'nested a thousand deep',
      () => Buffer.concat(Array.from({ length: 1000 }, () => berOpen(TAG.sequence))),
      'CMS_MALFORMED',
    ],
    [
      'of a million empty elements',
      () => Buffer.concat([berOpen(TAG.sequence), Buffer.alloc(2_000_000).fill(Buffer.from([4, 0]))]),
      'CMS_MALFORMED',
    ],
    [
      'that claims a length of terabytes',
      () => Buffer.from([0x30, 0x86, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]),
      'CMS_TRUNCATED',
    ],
    ['that claims a length of seven octets', () => Buffer.from([0x30, 0x87, 1, 1, 1, 1, 1, 1, 1]), 'CMS_MALFORMED'],
    ['of another kind', () => der(TAG.sequence, derOid('1.2.840.113549.1.7.2')), 'CMS_NOT_ENVELOPED'],
    [
      'without recipients and content',
      () => der(TAG.sequence, derOid('1.2.840.113549.1.7.3'), der(0xa0, der(TAG.sequence))),
      'CMS_MALFORMED',
    ],
  ])('%s', (_what, bytes, problem) => {
    expect(open(bytes())).toBe(problem);
  });

  it('octet strings in octet strings, in pieces of nothing and of one byte, are read', () => {
    const end = cms.lastIndexOf(Buffer.concat(Array.from({ length: 5 }, () => END_OF_CONTENTS)));
    const header = Buffer.from([0x04, 0x82]);
    const start = cms.lastIndexOf(header, end);
    const octets = cms.subarray(start + 4, end);
    const pieces = [...octets].map((octet) => der(TAG.octetString, Buffer.from([octet])));
    const nested = Buffer.concat([berOpen(0x24), der(TAG.octetString), ...pieces, END_OF_CONTENTS]);
    expect(open(Buffer.concat([cms.subarray(0, start), nested, cms.subarray(end)]))).toEqual(PLAIN);
    const wrong = Buffer.concat([berOpen(0x24), der(TAG.integer, octets), END_OF_CONTENTS]);
    expect(open(Buffer.concat([cms.subarray(0, start), wrong, cms.subarray(end)]))).toBe('CMS_MALFORMED');
  });
});

function problemOf(opened: Awaited<ReturnType<typeof openPackage>>): string {
  return opened.ok ? 'opened' : opened.error;
}
