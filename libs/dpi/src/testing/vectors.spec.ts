import { describe, expect, it } from '@jest/globals';
import { createHash, createPrivateKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromIso6523 } from '#domain/identifiers.js';
import { verifyJws } from '../jws/sbd-jws.verifier.js';
import { openCms } from '../package/cms.reader.js';
import { openContainer, openPackage } from '../package/package.reader.js';
import { isReceipt, readSbd, type ReadLetter } from '../sbd/sbd.reader.js';
import { aChecker, NO_SIGNAL } from './a-checker.js';
import { firstPrivateKey } from './java-key-store.js';
import { specsFolder } from './specs-folder.js';

const folder = join(specsFolder(), 'dpi/gen2/eksempler/komplette');
const PACKAGE = '-dokumentpakke.cms';
const available = existsSync(folder);
if (!available) process.stderr.write('The published DPI vectors are not on this machine: their spec is skipped.\n');

/** Digdir's published messages, made by the reference implementation: what we must be able to read. */
(available ? describe : describe.skip)('the published DPI vectors', () => {
  // Whatever is published there: own, on behalf of another, by a unit, print.
  const names = (available ? readdirSync(folder) : [])
    .filter((file) => file.endsWith(PACKAGE))
    .map((file) => file.slice(0, -PACKAGE.length));
  const bytes = (name: string): Buffer => readFileSync(join(folder, name));
  const key = available
    ? createPrivateKey({ key: firstPrivateKey(bytes('eksempel.jks'), 'changeit'), format: 'der', type: 'pkcs8' })
    : undefined;

  it.each(names)('%s: the CMS decrypts to exactly the container beside it', (name) => {
    if (key === undefined) throw new Error('no key');
    expect(openCms(bytes(`${name}-dokumentpakke.cms`), key).equals(bytes(`${name}-dokumentpakke.zip`))).toBe(true);
  });

  it('are there', () => {
    expect(names).toEqual(expect.arrayContaining(['digital', 'digital-avsenderidentifikator']));
  });

  it.each(names)(
    '%s: the signature of the package holds, and its manifest says what the message does',
    async (name) => {
      if (key === undefined) throw new Error('no key');
      const opened = await openPackage(bytes(`${name}-dokumentpakke.cms`), key);
      if (!opened.ok) throw new Error(opened.error);
      const { manifest, signature, documents } = opened.value;
      const letter = letterOf(name);
      expect(signature.signer.organisationNumber).toBe(letter.from);
      const { virksomhetsidentifikator, avsenderidentifikator } = letter.body.avsender;
      expect([manifest.sender, manifest.unit]).toEqual([
        fromIso6523(virksomhetsidentifikator.value),
        avsenderidentifikator,
      ]);
      expect(manifest.mailboxAddress).toBe(
        letter.type === 'utskrift' ? undefined : letter.body.mottaker.postkasseadresse,
      );
      expect(documents.length).toBeGreaterThan(0);
    },
  );

  it.each(names.filter((name) => name.startsWith('digital')))(
    '%s: has the document of the published zip',
    async (name) => {
      const opened = await openContainer(bytes(`${name}-dokumentpakke.zip`));
      if (!opened.ok) throw new Error(opened.error);
      expect(opened.value.documents).toMatchObject([
        { fileName: 'Test.txt', mediaType: 'text/plain', title: 'Test.txt' },
      ]);
    },
  );

  it.each(names)(
    '%s: the message verifies by the chain of the package, and its digest is that of the CMS',
    async (name) => {
      const opened = await openContainer(bytes(`${name}-dokumentpakke.zip`));
      if (!opened.ok) throw new Error(opened.error);
      const pem = (der: Buffer): string =>
        `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
      const certificates = aChecker(opened.value.signature.chain.map(pem).join(''), {
        policies: ['2.16.578.1.26.1.0.3.2'],
      });
      const jws = bytes(`${name}-forretningsmelding.jwt`).toString('utf8').trim();
      const verified = await verifyJws(jws, certificates, new Date('2022-03-16T13:20:00Z'), NO_SIGNAL);
      if (!verified.ok) throw new Error(verified.error);
      expect(verified.value.signer.organisationNumber).toBe(letterOf(name).from);
      expect(await verifyJws(jws, certificates, new Date('2026-03-16T13:20:00Z'), NO_SIGNAL)).toEqual({
        ok: false,
        error: 'CERTIFICATE_EXPIRED',
      });
      const digest = createHash('sha256')
        .update(bytes(`${name}-dokumentpakke.cms`))
        .digest('base64');
      expect(letterOf(name).body.dokumentpakkefingeravtrykk.digestValue).toBe(digest);
    },
  );

  /** The message as it reads before anything is verified. */
  function letterOf(name: string): ReadLetter {
    const [, payload = ''] = bytes(`${name}-forretningsmelding.jwt`).toString('utf8').trim().split('.');
    const sbd = readSbd(Buffer.from(payload, 'base64url'));
    if (!sbd.ok || isReceipt(sbd.value)) throw new Error(`${name} is not a letter`);
    return sbd.value;
  }
});
