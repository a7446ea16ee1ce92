import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { certificateInfo } from '../certificate/certificate-info.js';
import { signingKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import { openCms } from './cms.reader.js';
import { PackageTooLargeError, sealPackage, type SealedPackage } from './cms.encrypter.js';
import { DocumentChangedError, type PackageDescription, type PackageDocument } from './package-document.js';
import { openContainer, openPackage } from './package.reader.js';

const AT = new Date('2026-03-02T10:00:00Z');

describe('a dokumentpakke', () => {
  let sender: SigningIdentity;
  let mailbox: SigningIdentity;

  beforeAll(() => {
    const authority = new SyntheticAuthority();
    sender = authority.issue(TEST_ORGANISATION);
    mailbox = authority.issue('984661185');
  });

  function describeWith(documents: readonly PackageDocument[]): PackageDescription {
    return { sender: TEST_ORGANISATION, unit: 'enhet & co', mailboxAddress: 'kari#1234', language: 'nb', documents };
  }

  function seal(documents: readonly PackageDocument[], limit = 50_000_000): Promise<SealedPackage> {
    const content = (): AsyncIterable<Buffer> => writeAsice(describeWith(documents), signingKey(sender), AT);
    return sealPackage(content, certificateInfo(mailbox.certificateChain[0] ?? ''), limit);
  }

  function container(documents: readonly PackageDocument[]): Promise<Buffer> {
    return bytesOf(writeAsice(describeWith(documents), signingKey(sender), AT));
  }

  it('opens for its mailbox with the same documents, names, titles and signer', async () => {
    const documents = [
      aDocument({ text: 'vedtak' }),
      { ...aDocument({ fileName: 'kart & plan <æ> "1".pdf', text: 'kart' }), title: 'Kart <1> & "2"' },
      aDocument({ fileName: 'stor.pdf', bytes: Buffer.alloc(300_001, 'x') }),
      aDocument({ fileName: 'tom.txt', bytes: Buffer.alloc(0) }),
    ];
    const sealed = await seal(documents);
    const cms = await bytesOf(sealed.pieces());
    expect(cms).toHaveLength(sealed.size);
    expect(createHash('sha256').update(cms).digest('base64')).toBe(sealed.digest);
    const opened = await openPackage(cms, mailbox.privateKey);
    if (!opened.ok) throw new Error(opened.error);
    expect(opened.value.manifest).toMatchObject({
      sender: TEST_ORGANISATION,
      unit: 'enhet & co',
      mailboxAddress: 'kari#1234',
    });
    expect(opened.value.signature.signer.organisationNumber).toBe(TEST_ORGANISATION);
    expect(opened.value.documents.map(({ fileName, title, mediaType }) => [fileName, title, mediaType])).toEqual(
      documents.map(({ fileName, title, mediaType }) => [fileName, title, mediaType]),
    );
    expect(opened.value.documents.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).toEqual(
      documents.map(({ sha256 }) => sha256),
    );
  });

  it('starts with a stored mimetype, as ASiC readers look for it', async () => {
    const zip = await container([aDocument()]);
    expect(zip.readUInt16LE(8)).toBe(0);
    expect(zip.subarray(30, 38 + 31).toString('ascii')).toBe('mimetypeapplication/vnd.etsi.asic-e+zip');
  });

  it('does not open for another mailbox', async () => {
    const sealed = await seal([aDocument()]);
    expect(await openPackage(await bytesOf(sealed.pieces()), sender.privateKey)).toEqual({
      ok: false,
      error: 'CANNOT_DECRYPT',
    });
  });

  it('is not made of a document that has changed since the letter was accepted', async () => {
    const changed = { ...aDocument(), open: () => Readable.from([Buffer.from('another content')]) };
    await expect(seal([aDocument({ fileName: 'first.pdf' }), changed])).rejects.toThrow(DocumentChangedError);
  });

  it('is not made larger than the mailbox takes', async () => {
    await expect(seal([aDocument({ bytes: Buffer.alloc(200_000) })], 100_000)).rejects.toThrow(PackageTooLargeError);
  });

  it('is refused when a document was changed after it was signed', async () => {
    const zip = await container([
      aDocument({ mediaType: 'text/plain', fileName: 'note.txt', bytes: Buffer.from('kroner 100') }),
    ]);
    const tampered = replaceInZip(zip, 'kroner 100', 'kroner 999');
    const opened = await openContainer(tampered);
    expect(opened).toEqual({ ok: false, error: 'FILE_CHANGED' });
  });

  it.each([
    ['the sender in the signed manifest', `0192:${TEST_ORGANISATION}`, '0192:310000003', 'FILE_CHANGED'],
    ['the signing time', AT.toISOString(), '2026-03-02T11:00:00.000Z', 'SIGNED_PROPERTIES_CHANGED'],
    ['a reference', 'URI="vedtak.pdf"', 'URI="vedtaj.pdf"', 'SIGNATURE_WRONG'],
  ])('is refused when %s is changed', async (_what, from, to, problem) => {
    expect(await openContainer(replaceInZip(await container([aDocument()]), from, to))).toEqual({
      ok: false,
      error: problem,
    });
  });

  it('that is damaged or nothing at all is refused without a throw', async () => {
    const cms = await bytesOf((await seal([aDocument()])).pieces());
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('not a package'),
      cms.subarray(0, 400),
      cms.subarray(0, cms.length - 40),
    ]) {
      expect(await openPackage(bytes, mailbox.privateKey)).toEqual({ ok: false, error: 'CANNOT_DECRYPT' });
    }
    expect(() => openCms(Buffer.alloc(0), mailbox.privateKey)).toThrow('cannot be decrypted');
  });
});

/** Same length, so that all offsets hold. The CRC is then wrong, which yauzl does not look at: the signature must notice. */
function replaceInZip(zip: Buffer, from: string, to: string): Buffer {
  const changed = Buffer.from(zip);
  const at = changed.indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error('The text to replace must be there, and as long.');
  changed.write(to, at, 'utf8');
  return changed;
}
