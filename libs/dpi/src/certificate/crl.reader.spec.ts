import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { der, TAG } from '../asn1/der.writer.js';
import { crlExtension, writeCrl, type CrlContent } from '../simulator/crl.writer.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { TestKeys } from '../testing/test-keys.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';
import type { CrlProblem } from './crl-problem.js';
import { readCrl, type RevocationList } from './crl.reader.js';

const AT = new Date('2026-03-02T10:00:00Z');
const URL_OF_LIST = 'http://crl.issuer.invalid/1.crl';
const DELTA = '2.5.29.27';
const ISSUING_POINT = '2.5.29.28';
const REASON = '2.5.29.21';

describe('a revocation list', () => {
  let root: SyntheticAuthority;
  let issuer: CertificateInfo;
  let first: CertificateInfo;
  let second: CertificateInfo;

  beforeAll(() => {
    root = new SyntheticAuthority();
    issuer = certificateInfo(root.certificate);
    const keys = new TestKeys();
    keys.take();
    const key = keys.take();
    const leaf = (): CertificateInfo =>
      certificateInfo(root.issue('313000001', { key, crlUrls: [URL_OF_LIST] }).certificateChain[0] ?? '');
    first = leaf();
    second = leaf();
  });

  function content(changes: Partial<CrlContent> = {}): CrlContent {
    return {
      issuer,
      key: root.privateKey,
      thisUpdate: AT,
      nextUpdate: new Date('2026-03-03T10:00:00Z'),
      revoked: [{ serial: first.serial, at: AT }],
      ...changes,
    };
  }

  async function read(bytes: Buffer, of = issuer): Promise<RevocationList> {
    const list = await readCrl(bytes, of);
    if (!list.ok) throw new Error(list.error);
    return list.value;
  }

  async function problemOf(bytes: Buffer, of = issuer): Promise<CrlProblem | 'none'> {
    const list = await readCrl(bytes, of);
    return list.ok ? 'none' : list.error;
  }

  it('names those that are revoked and no others', async () => {
    const list = await read(writeCrl(content()));
    expect([first, second].map((one) => list.isRevoked(one))).toEqual([true, false]);
    expect(list.nextUpdate).toEqual(new Date('2026-03-03T10:00:00Z'));
    const empty = await read(writeCrl(content({ revoked: [] })));
    expect([empty.size, empty.isRevoked(first)]).toEqual([0, false]);
  });

  it('may reach beyond 2049', async () => {
    const list = await read(writeCrl(content({ nextUpdate: new Date('2051-03-03T10:00:00Z') })));
    expect(list.nextUpdate).toEqual(new Date('2051-03-03T10:00:00Z'));
  });

  it('is refused when its issuer did not sign it, or may not', async () => {
    const stranger = new SyntheticAuthority();
    expect(await problemOf(writeCrl(content({ key: stranger.privateKey })))).toBe('CRL_SIGNATURE_WRONG');
    const changed = writeCrl(content());
    changed.writeUInt8(0x7f, changed.indexOf(first.serial) + 2);
    expect(await problemOf(changed)).toBe('CRL_SIGNATURE_WRONG');
    const other = certificateInfo(new SyntheticAuthority(root).certificate);
    expect(await problemOf(writeCrl(content()), other)).toBe('CRL_OF_ANOTHER_ISSUER');
    const mayNot = new SyntheticAuthority(undefined, { keyUsage: { keyCertSign: true, critical: true } });
    const signed = writeCrl(content({ issuer: certificateInfo(mayNot.certificate), key: mayNot.privateKey }));
    expect(await problemOf(signed, certificateInfo(mayNot.certificate))).toBe('CRL_SIGNER_NOT_ALLOWED');
  });

  it('of a kind that would be half understood is refused by name', async () => {
    const number = der(TAG.integer, Buffer.from([1]));
    const point = (...fields: Buffer[]): Buffer =>
      crlExtension(ISSUING_POINT, der(TAG.sequence, ...fields), 'critical');
    const yes = Buffer.from([0xff]);
    const outcome = (extension: Buffer): Promise<string> => problemOf(writeCrl(content({ extensions: [extension] })));
    expect(await outcome(crlExtension(DELTA, number, 'critical'))).toBe('CRL_KIND_NOT_SUPPORTED');
    expect(await outcome(point(der(0x84, yes)))).toBe('CRL_KIND_NOT_SUPPORTED');
    expect(await outcome(point(der(0x83, Buffer.from([1, 0x40]))))).toBe('CRL_KIND_NOT_SUPPORTED');
    expect(await outcome(crlExtension('1.2.3', number, 'critical'))).toBe('CRL_UNKNOWN_CRITICAL_EXTENSION');
    expect(await outcome(crlExtension('1.2.3', number))).toBe('none');
    const indirect = [{ serial: second.serial, at: AT, extensions: [crlExtension('2.5.29.29', number, 'critical')] }];
    expect(await problemOf(writeCrl(content({ revoked: indirect })))).toBe('CRL_UNKNOWN_CRITICAL_EXTENSION');
  });

  it('speaks only of the certificates it was written for', async () => {
    const named = (url: string): Buffer => der(0xa0, der(0xa0, der(0x86, Buffer.from(url, 'latin1'))));
    const scoped = (...fields: Buffer[]): Promise<RevocationList> =>
      read(writeCrl(content({ extensions: [crlExtension(ISSUING_POINT, der(TAG.sequence, ...fields), 'critical')] })));
    const yes = Buffer.from([0xff]);
    expect((await scoped(named(URL_OF_LIST))).covers(first)).toBe(true);
    expect((await scoped(named('http://crl.issuer.invalid/2.crl'))).covers(first)).toBe(false);
    const ofLeaves = await scoped(der(0x81, yes));
    expect([ofLeaves.covers(first), ofLeaves.covers(issuer)]).toEqual([true, false]);
    const ofAuthorities = await scoped(der(0x82, yes));
    expect([ofAuthorities.covers(first), ofAuthorities.covers(issuer)]).toEqual([false, true]);
  });

  it('counts one on hold as revoked, and one that was taken off as good', async () => {
    const reason = (code: number): Buffer => crlExtension(REASON, der(0x0a, Buffer.from([code])));
    const list = await read(
      writeCrl(
        content({
          revoked: [
            { serial: first.serial, at: AT, extensions: [reason(6)] },
            { serial: second.serial, at: AT, extensions: [reason(8)] },
          ],
        }),
      ),
    );
    expect([first, second].map((one) => list.isRevoked(one))).toEqual([true, false]);
  });

  it('of a hundred thousand certificates is looked up as quickly as a short one', async () => {
    const revoked = Array.from({ length: 100_000 }, (_, index) => {
      const serial = Buffer.alloc(16, 0x11);
      serial.writeUInt32BE(index, 12);
      return { serial: der(TAG.integer, serial), at: AT };
    });
    const list = await read(writeCrl(content({ revoked })));
    expect(list.size).toBe(100_000);
    const wanted = { ...first, serial: revoked[99_999]?.serial ?? first.serial };
    const started = process.hrtime.bigint();
    for (let turn = 0; turn < 1_000; turn += 1) expect(list.isRevoked(wanted)).toBe(true);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500);
  });

  it('of any bytes ends in a named problem', async () => {
    const good = writeCrl(content());
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await problemOf(Buffer.from(bytes))).not.toBe('none');
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (position, bits) => {
        expect(await problemOf(changed(good, position, bits))).not.toBe('none');
        expect(await problemOf(good.subarray(0, position))).toBe('CRL_UNREADABLE');
      }),
    );
  });

  it('with any one bit turned ends in a named problem', async () => {
    const good = writeCrl(content());
    for (let position = 0; position < good.length; position += 1) {
      expect(await problemOf(changed(good, position, 1))).not.toBe('none');
    }
  });
});

function changed(good: Buffer, position: number, bits: number): Buffer {
  const copy = Buffer.from(good);
  copy.writeUInt8(copy.readUInt8(position) ^ bits, position);
  return copy;
}
