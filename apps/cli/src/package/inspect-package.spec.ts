import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstPrivateKey } from '#dpi/testing/java-key-store.js';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { SyntheticAuthority } from '#dpi/testing/synthetic-identity.js';
import { inspectPackage } from './inspect-package.js';
import type { PackageReport } from './package-report.js';

const folder = join(specsFolder(), 'dpi/gen2/eksempler/komplette');
const available = existsSync(folder);
if (!available)
  process.stderr.write('The published DPI vectors are not on this machine: their inspection is skipped.\n');

const HOLDS = { ok: true, digest: { ok: true }, signature: { ok: true }, schema: { ok: true }, errors: [] };

/** Digdir's published messages, which our code has not made. */
(available ? describe : describe.skip)('inspectPackage on the published packages', () => {
  const bytes = (name: string): Buffer => readFileSync(join(folder, name));
  const text = (name: string): string => bytes(name).toString('utf8').trim();
  let key = '';
  let cms: Buffer = Buffer.alloc(0);
  let message = '';

  beforeAll(() => {
    key = createPrivateKey({ key: firstPrivateKey(bytes('eksempel.jks'), 'changeit'), format: 'der', type: 'pkcs8' })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString();
    cms = bytes('digital-dokumentpakke.cms');
    message = text('digital-forretningsmelding.jwt');
  });

  it('says that a package and its message hold, and what is in it', async () => {
    const report = await inspectPackage({ cms, key, message });
    expect(report).toMatchObject(HOLDS);
    expect(report.documents).toEqual([
      { fileName: 'Test.txt', mediaType: 'text/plain', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(report).toMatchObject({
      encryption: 'AES-256-CBC',
      signer: { organisationNumber: '991825827' },
      sender: { organisationNumber: '991825827' },
      message: { type: 'digital', from: '991825827', messageId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    const { message: _message, ...alone } = report;
    expect(await inspectPackage({ cms, key })).toEqual(alone);
  });

  it('says that a message belongs to another package', async () => {
    const other = text('digital-avsenderidentifikator-forretningsmelding.jwt');
    expect(await inspectPackage({ cms, key, message: other })).toMatchObject({
      ok: false,
      digest: { ok: false },
      signature: { ok: true },
      schema: { ok: false },
      errors: [{ code: 'PACKAGE_CHANGED' }, { code: 'MANIFEST_SENDER_DIFFERS' }],
    });
  });

  it('says that a message was changed after it was signed', async () => {
    const [head = '', payload = '', signature = ''] = message.split('.');
    const changed = Buffer.from(payload, 'base64url')
      .toString('utf8')
      .replace(/"ikkesensitivtittel"\s*:\s*"/, '$&X');
    const forged = [head, Buffer.from(changed).toString('base64url'), signature].join('.');
    expect(await inspectPackage({ cms, key, message: forged })).toMatchObject({
      ok: false,
      signature: { ok: false },
      errors: [{ code: 'JWS_SIGNATURE_WRONG' }],
    });
  });

  it('trusts nobody but the given roots when there are some', async () => {
    const trusted = new SyntheticAuthority().certificate;
    expect(await inspectPackage({ cms, key, message, trusted })).toMatchObject({
      ok: false,
      signature: { ok: false },
      errors: [{ code: 'CERTIFICATE_NOT_TRUSTED' }],
    });
  });

  it('never throws and never approves of a package that is cut off, has one bit turned or another key', async () => {
    const lengths = [0, 1, 100, Math.floor(cms.length / 2), cms.length - 1];
    const damaged: Buffer[] = lengths.map((length) => cms.subarray(0, length));
    const step = Math.ceil(cms.length / 60);
    for (let at = 0; at < cms.length; at += step) damaged.push(turned(cms, at));
    const good = await inspectPackage({ cms, key, message });
    for (const bad of damaged) {
      const report = await inspectPackage({ cms: bad, key, message });
      expect(report.ok).toBe(false);
      expect(report.digest.ok).toBe(false);
      expectOnlyTrueDocuments(report, good);
    }
    const { privateKey } = new SyntheticAuthority().issue('984661185');
    expect(await inspectPackage({ cms, key: privateKey })).toMatchObject({
      ok: false,
      errors: [{ code: 'CANNOT_DECRYPT' }, { code: 'CMS_KEY_WRONG' }],
    });
    expect(await inspectPackage({ cms, key: 'no key' })).toMatchObject({
      ok: false,
      errors: [{ code: 'CANNOT_DECRYPT' }, { code: 'CMS_KEY_UNREADABLE' }],
    });
  });
});

describe('inspectPackage', () => {
  it.each(['', 'a', 'a.b', 'a.b.c', '{"alg":"none"}', 'e30.e30.e30'])(
    'says of the message %j that it is none',
    async (message) => {
      const report = await inspectPackage({ cms: Buffer.from('garbage'), key: '', message });
      expect(report.errors.map(({ code }) => code)).toEqual(['CANNOT_DECRYPT', 'CMS_MALFORMED', 'SBD_INVALID']);
      expect(report.documents).toEqual([]);
    },
  );
});

/** One bit turned. */
function turned(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
  return copy;
}

/** A damaged package may still open (a bit in an unused field), but then only with the documents it was made with. */
function expectOnlyTrueDocuments(report: PackageReport, good: PackageReport): void {
  const digest = (one: PackageReport): string =>
    createHash('sha256').update(JSON.stringify(one.documents)).digest('hex');
  expect([digest({ ...good, documents: [] }), digest(good)]).toContain(digest(report));
}
