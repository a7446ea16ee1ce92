import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { certificateInfo } from '../certificate/certificate-info.js';
import { signingKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { describeWith, ToolFolder } from '../testing/other-tools.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import { sealPackage } from './cms.encrypter.js';
import { CmsError } from './cms-problem.js';
import { openCms } from './cms.reader.js';
import { openContainer } from './package.reader.js';

/** OpenSSL's CMS, which shares no code with ours, opens what we write, and we what it writes. */
describeWith(['openssl'])('CMS of ours and of openssl', () => {
  const document = aDocument({ bytes: Buffer.alloc(400_000, 'brev') });
  let folder: ToolFolder;
  let mailbox: SigningIdentity;

  beforeAll(async () => {
    const authority = new SyntheticAuthority();
    const sender = authority.issue(TEST_ORGANISATION);
    mailbox = authority.issue('984661185');
    folder = new ToolFolder();
    const content = (): AsyncIterable<Buffer> =>
      writeAsice(
        { sender: TEST_ORGANISATION, language: 'nb', documents: [document] },
        signingKey(sender),
        new Date('2026-03-02T10:00:00Z'),
      );
    const sealed = await sealPackage(content, certificateInfo(mailbox.certificateChain[0] ?? ''), 50_000_000);
    folder.write('package.cms', await bytesOf(sealed.pieces()));
    folder.write('key.pem', mailbox.privateKey);
    folder.write('certificate.pem', mailbox.certificateChain[0] ?? '');
    folder.write('plain.bin', PLAIN);
    // With a subject key identifier, which the synthetic ones do not have.
    const subject = ['-subj', '/CN=mailbox', '-days', '30'];
    folder.succeed('openssl', 'req', '-x509', '-new', '-key', 'key.pem', ...subject, '-out', 'keyid.pem');
  });

  afterAll(() => {
    folder.remove();
  });

  it('decrypts ours to a container whose signature holds', async () => {
    const { stdout } = folder.succeed(
      'openssl',
      ...['cms', '-decrypt', '-inform', 'DER', '-in', 'package.cms', '-recip', 'certificate.pem', '-inkey', 'key.pem'],
    );
    const opened = await openContainer(stdout);
    if (!opened.ok) throw new Error(opened.error);
    expect(opened.value.documents.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).toEqual([
      document.sha256,
    ]);
  });

  it('ours has one recipient by issuer and serial, RSAES-OAEP with SHA-256 and AES-256-CBC', () => {
    const parameters = ['cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', 'package.cms'];
    const printed = folder.succeed('openssl', ...parameters).stdout.toString('utf8');
    expect(printed).toContain('d.envelopedData');
    expect(printed.match(/d\.ktri:/g)).toHaveLength(1);
    expect(printed).toContain('d.issuerAndSerialNumber');
    expect(printed).toMatch(/algorithm: rsaesOaep[\s\S]*:sha256[\s\S]*:mgf1[\s\S]*:sha256/);
    expect(printed).toContain('algorithm: aes-256-cbc');
  });

  function encrypted(cipher: string, options: readonly string[], keyOptions: readonly string[]): Buffer {
    const certificate = options.includes('-keyid') ? 'keyid.pem' : 'certificate.pem';
    const recipient = ['-recip', certificate, ...keyOptions.flatMap((option) => ['-keyopt', option])];
    const input = ['-binary', '-in', 'plain.bin', '-outform', 'DER', '-out', 'theirs.cms'];
    folder.succeed('openssl', 'cms', '-encrypt', `-${cipher}`, ...options, ...input, ...recipient);
    return folder.read('theirs.cms');
  }

  const OAEP = 'rsa_padding_mode:oaep';
  const CIPHERS = ['aes-256-cbc', 'aes-256-gcm'];
  const FORMS = [[], ['-stream'], ['-indef'], ['-keyid']];
  const HASHES = [[], ['rsa_oaep_md:sha1'], ['rsa_oaep_md:sha256']];
  const written = CIPHERS.flatMap((cipher) =>
    FORMS.flatMap((form) => HASHES.map((hash) => [[cipher, ...form, ...hash].join(' '), cipher, form, hash] as const)),
  );

  it.each(written)('we open %s', (_title, cipher, form, hash) => {
    expect(openCms(encrypted(cipher, form, [OAEP, ...hash]), mailbox.privateKey).equals(PLAIN)).toBe(true);
  });

  it('we open RSAES-OAEP with a label', () => {
    const cms = encrypted('aes-256-cbc', [], [OAEP, 'rsa_oaep_md:sha256', 'rsa_oaep_label:0a0b']);
    expect(openCms(cms, mailbox.privateKey).equals(PLAIN)).toBe(true);
  });

  it.each([
    ['RSA PKCS #1 v1.5', 'aes-256-cbc', [], [], 'CMS_KEY_TRANSPORT'],
    ['OAEP with SHA-512', 'aes-256-cbc', [], [OAEP, 'rsa_oaep_md:sha512'], 'CMS_KEY_TRANSPORT'],
    [
      'OAEP with two hashes',
      'aes-256-cbc',
      [],
      [OAEP, 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha1'],
      'CMS_OAEP_HASHES_DIFFER',
    ],
    ['AES-128', 'aes-128-cbc', [], [OAEP], 'CMS_ALGORITHM'],
    ['triple DES', 'des3', [], [OAEP], 'CMS_ALGORITHM'],
    ['two recipients', 'aes-256-cbc', ['-recip', 'certificate.pem'], [OAEP], 'CMS_RECIPIENTS'],
  ])('we refuse %s by name', (_what, cipher, options, keyOptions, problem) => {
    expect(problemOf(encrypted(cipher, options, keyOptions), mailbox.privateKey)).toBe(problem);
  });

  it('we refuse signed data, another key, no key and changed authenticated content by name', () => {
    const signer = ['-signer', 'certificate.pem', '-inkey', 'key.pem'];
    folder.succeed('openssl', 'cms', '-sign', ...signer, '-in', 'plain.bin', '-outform', 'DER', '-out', 'signed.cms');
    expect(problemOf(folder.read('signed.cms'), mailbox.privateKey)).toBe('CMS_NOT_ENVELOPED');
    const cms = encrypted('aes-256-gcm', [], [OAEP]);
    expect(problemOf(cms, new SyntheticAuthority().issue('922020175').privateKey)).toBe('CMS_KEY_WRONG');
    expect(problemOf(cms, 'no key')).toBe('CMS_KEY_UNREADABLE');
    cms.writeUInt8(cms.readUInt8(cms.length - 100) ^ 1, cms.length - 100);
    expect(problemOf(cms, mailbox.privateKey)).toBe('CMS_CONTENT_DAMAGED');
  });
});

const PLAIN = Buffer.alloc(70_001, 'innhold');

function problemOf(cms: Buffer, key: string): string {
  try {
    openCms(cms, key);
    return 'opened';
  } catch (error) {
    if (error instanceof CmsError) return error.problem;
    throw error;
  }
}
