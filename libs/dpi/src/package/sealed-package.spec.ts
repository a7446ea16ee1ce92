import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { certificateInfo, type CertificateInfo } from '../certificate/certificate-info.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import { ByteCutter } from './byte-cutter.js';
import { PackageChangedError, PackageTooLargeError, sealPackage, type SealedPackage } from './cms.encrypter.js';
import { openPackage } from './package.reader.js';

const AT = new Date('2026-03-02T10:00:00Z');
const LARGE = 5 * 1024 * 1024;

describe('a package too large to be kept in memory', () => {
  let key: SigningKey;
  let recipient: CertificateInfo;
  let mailboxKey = '';
  const bytes = Buffer.alloc(LARGE, 'brev');

  beforeAll(() => {
    const authority = new SyntheticAuthority();
    key = signingKey(authority.issue(TEST_ORGANISATION));
    const mailbox = authority.issue('984661185');
    recipient = certificateInfo(mailbox.certificateChain[0] ?? '');
    mailboxKey = mailbox.privateKey;
  });

  function seal(open: () => Readable, limit = 50_000_000): Promise<SealedPackage> {
    const document = { ...aDocument({ bytes }), open };
    return sealPackage(
      () => writeAsice({ sender: TEST_ORGANISATION, language: 'nb', documents: [document] }, key, AT),
      recipient,
      limit,
    );
  }

  it('is made again, the same, however the store cuts the document', async () => {
    let chunk = 10_007;
    const sealed = await seal(() => Readable.from(inChunks(bytes, (chunk += 7_777))));
    for (let pass = 0; pass < 2; pass += 1) {
      const cms = await bytesOf(sealed.pieces());
      expect(cms).toHaveLength(sealed.size);
      expect(createHash('sha256').update(cms).digest('base64')).toBe(sealed.digest);
      expect(await openPackage(cms, mailboxKey)).toMatchObject({ ok: true });
    }
    expect(chunk).toBe(10_007 + 3 * 7_777);
  });

  it('breaks off before its end when it comes out differently', async () => {
    let passes = 0;
    const sealed = await sealPackage(
      () => Readable.from(inChunks(Buffer.alloc(LARGE, passes++), 65_536)),
      recipient,
      50_000_000,
    );
    let sent = 0;
    await expect(
      (async () => {
        for await (const piece of sealed.pieces()) sent += piece.length;
      })(),
    ).rejects.toThrow(PackageChangedError);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(sealed.size);
  });

  it('stops at the limit without reading on', async () => {
    let read = 0;
    const endless = function* (): Generator<Buffer> {
      for (;;) {
        read += 65_536;
        yield Buffer.alloc(65_536);
      }
    };
    await expect(sealPackage(() => Readable.from(endless()), recipient, LARGE)).rejects.toThrow(PackageTooLargeError);
    expect(read).toBeLessThan(2 * LARGE);
  });
});

describe('ByteCutter', () => {
  it('gives the same bytes in pieces of its size, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.integer({ min: 1, max: 20 }), (chunks, size) => {
        const cutter = new ByteCutter(size);
        const pieces = chunks.flatMap((chunk) => cutter.add(Buffer.from(chunk)));
        const last = cutter.rest();
        expect(pieces.every(({ length }) => length === size)).toBe(true);
        const all = last === undefined ? pieces : [...pieces, last];
        expect(all.every(({ length, parts }) => length > 0 && Buffer.concat(parts).length === length)).toBe(true);
        expect(Buffer.concat(all.flatMap(({ parts }) => parts))).toEqual(Buffer.concat(chunks));
      }),
    );
  });
});

function* inChunks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
