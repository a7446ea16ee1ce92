import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specsFolder } from '../testing/specs-folder.js';
import { parseXml } from '../xml/xml.parser.js';
import { readManifest } from './manifest.reader.js';
import { openContainer } from './package.reader.js';
import { readXades } from './xades-document.js';

const folder = join(specsFolder(), 'dpi');
const available = existsSync(folder);
if (!available) process.stderr.write('The published DPI files are not on this machine: generation 1 is skipped.\n');

/** Generation 1 made the same dokumentpakke, with another ASiC namespace, Canonical XML 1.1, and neither mimetype nor META-INF/manifest.xml. */
(available ? describe : describe.skip)('what generation 1 published', () => {
  it('post.asice.zip opens, and its signature holds', async () => {
    const opened = await openContainer(readFileSync(join(folder, 'gen1/eksempler/post.asice.zip')));
    if (!opened.ok) throw new Error(opened.error);
    expect(opened.value.manifest).toMatchObject({ sender: '991825827', mailboxAddress: 'dangfart.utnes#1BK5' });
    expect(opened.value.signature.signer.organisationNumber).toBe('991825827');
    expect(opened.value.signature.chain).toHaveLength(3);
    expect(opened.value.documents.map(({ fileName }) => fileName)).toEqual([
      'hoveddokument.txt',
      'ts_103174v020201p.pdf',
      'ts_102918v010301p.pdf',
      'ts_103171v020101p.pdf',
      'ts_101903v010402p.pdf',
    ]);
  });

  const client = (name: string): Buffer => readFileSync(join(folder, 'clients/sikker-digital-post-klient-java', name));

  it("the Java client's manifest reads, with the file of an extension", () => {
    expect(readManifest(client('expected-asic-manifest.xml'))).toMatchObject({
      unit: '0123456789',
      documents: [{ fileName: 'vedtak_2398324.pdf', dataFileName: 'lenke.xml' }, {}, {}],
    });
  });

  // Laid out for reading after it was signed, so it has the shape but no longer the signature.
  it("the Java client's signature has a shape that is read", () => {
    const { properties } = readXades(client('expected-asic-signature.xml'));
    expect(properties.localName).toBe('SignedProperties');
    expect(parseXml(client('expected-asic-signature.xml')).namespace).toBe('http://uri.etsi.org/2918/v1.2.1#');
  });
});
