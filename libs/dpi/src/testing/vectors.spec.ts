import { describe, expect, it } from '@jest/globals';
import { createHash, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateTrust } from '../certificate/certificate-trust.js';
import { verifyJws } from '../jws/sbd-jws.verifier.js';
import { openCms } from '../package/cms.reader.js';
import { openContainer, openPackage } from '../package/package.reader.js';
import { readSbd } from '../sbd/sbd.reader.js';
import { firstPrivateKey } from './java-key-store.js';
import { specsFolder } from './specs-folder.js';

const folder = join(specsFolder(), 'dpi/gen2/eksempler/komplette');
const available = existsSync(folder);
if (!available) process.stderr.write('The published DPI vectors are not on this machine: their spec is skipped.\n');

/** Digdir's published messages, made by the reference implementation: what we must be able to read. */
(available ? describe : describe.skip)('the published DPI vectors', () => {
  const names = ['digital', 'digital-avsenderidentifikator'];
  const bytes = (name: string): Buffer => readFileSync(join(folder, name));
  const key = available
    ? createPrivateKey({ key: firstPrivateKey(bytes('eksempel.jks'), 'changeit'), format: 'der', type: 'pkcs8' })
    : undefined;

  it.each(names)('%s: the CMS decrypts to exactly the container beside it', (name) => {
    if (key === undefined) throw new Error('no key');
    expect(openCms(bytes(`${name}-dokumentpakke.cms`), key).equals(bytes(`${name}-dokumentpakke.zip`))).toBe(true);
  });

  it.each(names)('%s: the signature of the package holds and names its signer', async (name) => {
    if (key === undefined) throw new Error('no key');
    const opened = await openPackage(bytes(`${name}-dokumentpakke.cms`), key);
    if (!opened.ok) throw new Error(opened.error);
    expect(opened.value.signature.signer.organisationNumber).toBe('991825827');
    expect(opened.value.manifest).toMatchObject({ mailboxAddress: '0000487204', sender: '991825827' });
    expect(opened.value.documents).toMatchObject([
      { fileName: 'Test.txt', mediaType: 'text/plain', title: 'Test.txt' },
    ]);
  });

  it.each(names)(
    '%s: the message verifies by the chain of the package, and its digest is that of the CMS',
    async (name) => {
      const opened = await openContainer(bytes(`${name}-dokumentpakke.zip`));
      if (!opened.ok) throw new Error(opened.error);
      const pem = (der: Buffer): string =>
        `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
      const trust = new CertificateTrust({
        certificates: opened.value.signature.chain.map(pem).join(''),
        policies: ['2.16.578.1.26.1.0.3.2'],
      });
      const jws = bytes(`${name}-forretningsmelding.jwt`).toString('utf8').trim();
      const verified = verifyJws(jws, trust, new Date('2022-03-16T13:20:00Z'));
      if (!verified.ok) throw new Error(verified.error);
      expect(verified.value.signer.organisationNumber).toBe('991825827');
      expect(verifyJws(jws, trust, new Date('2026-03-16T13:20:00Z'))).toEqual({
        ok: false,
        error: 'CERTIFICATE_EXPIRED',
      });
      const sbd = readSbd(verified.value.payload);
      if (!sbd.ok || sbd.value.type !== 'digital') throw new Error('expected a digital message');
      const digest = createHash('sha256')
        .update(bytes(`${name}-dokumentpakke.cms`))
        .digest('base64');
      expect(sbd.value.body.dokumentpakkefingeravtrykk.digestValue).toBe(digest);
    },
  );
});
