import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { certificateInfo } from '../certificate/certificate-info.js';
import { signingKey } from '../certificate/signing-key.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import { sealPackage } from './cms.encrypter.js';
import { openContainer } from './package.reader.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) process.stderr.write('openssl is not installed: the CMS interoperability spec is skipped.\n');

/** The proof that others can open our packages: OpenSSL's CMS reader, which shares no code with ours. */
(hasOpenssl ? describe : describe.skip)('our CMS in openssl', () => {
  const authority = new SyntheticAuthority();
  const sender = authority.issue(TEST_ORGANISATION);
  const mailbox = authority.issue('984661185');
  const document = aDocument({ bytes: Buffer.alloc(400_000, 'brev') });
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mf-openssl-'));
    const content = writeAsice(
      { sender: TEST_ORGANISATION, language: 'nb', documents: [document] },
      signingKey(sender),
      new Date('2026-03-02T10:00:00Z'),
    );
    const sealed = await sealPackage(content, certificateInfo(mailbox.certificateChain[0] ?? ''), 50_000_000);
    writeFileSync(join(folder, 'package.cms'), Buffer.concat(sealed.pieces));
    writeFileSync(join(folder, 'key.pem'), mailbox.privateKey, { mode: 0o600 });
    writeFileSync(join(folder, 'certificate.pem'), mailbox.certificateChain[0] ?? '');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('decrypts to a container whose signature holds', async () => {
    const { status, stdout } = openssl(
      'cms',
      '-decrypt',
      '-inform',
      'DER',
      '-in',
      'package.cms',
      '-recip',
      'certificate.pem',
      '-inkey',
      'key.pem',
    );
    expect(status).toBe(0);
    const opened = await openContainer(stdout);
    if (!opened.ok) throw new Error(opened.error);
    expect(opened.value.documents.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).toEqual([
      document.sha256,
    ]);
  });

  it('has one recipient by issuer and serial, RSAES-OAEP with SHA-256 and AES-256-CBC', () => {
    const { stdout } = openssl('cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', 'package.cms');
    const printed = stdout.toString('utf8');
    expect(printed).toContain('d.envelopedData');
    expect(printed.match(/d\.ktri:/g)).toHaveLength(1);
    expect(printed).toContain('d.issuerAndSerialNumber');
    expect(printed).toMatch(/algorithm: rsaesOaep[\s\S]*:sha256[\s\S]*:mgf1[\s\S]*:sha256/);
    expect(printed).toContain('algorithm: aes-256-cbc');
  });

  function openssl(...parameters: readonly string[]): { status: number | null; stdout: Buffer } {
    return spawnSync('openssl', [...parameters], { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
  }
});
