import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { describeWith, ToolFolder } from '../testing/other-tools.js';
import { SAMPLE_LETTERS } from '../testing/sample-letters.js';
import { specsFolder } from '../testing/specs-folder.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import { readZip } from './zip.reader.js';

const schemas = join(specsFolder(), 'dpi/gen1/xsd');

/** All that signatures.xml is made of; the ASiC schema alone takes any content for a signature's Object. */
const SIGNATURE_SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
${[
  ['http://www.w3.org/2000/09/xmldsig#', 'w3/xmldsig-core-schema.xsd'],
  ['http://uri.etsi.org/01903/v1.3.2#', 'etsi/XAdES.xsd'],
  ['http://uri.etsi.org/02918/v1.2.1#', 'asic-e/ts_102918v010201_2.xsd'],
]
  .map(([namespace = '', file = '']) => `<xs:import namespace="${namespace}" schemaLocation="${join(schemas, file)}"/>`)
  .join('\n')}
</xs:schema>`;

describeWith(['xmllint'], schemas)('our XML by the published XSDs, in xmllint', () => {
  const folder = new ToolFolder();
  let key: SigningKey;

  beforeAll(() => {
    key = signingKey(new SyntheticAuthority().issue(TEST_ORGANISATION));
    folder.write('signature.xsd', SIGNATURE_SCHEMA);
  });
  afterAll(() => {
    folder.remove();
  });

  const lint = (schema: string, file: string): number | null =>
    folder.run('xmllint', '--nonet', '--noout', '--schema', schema, file).status;

  it.each(Object.entries(SAMPLE_LETTERS))('%s', async (_name, description) => {
    const zip = await bytesOf(writeAsice(description, key, new Date('2026-03-02T10:00:00Z')));
    const files = await readZip(zip, { maxEntries: 410, maxTotalBytes: 1_000_000 });
    for (const { name, bytes } of files.filter((file) => file.name.endsWith('.xml'))) folder.write(name, bytes);
    folder.succeed('xmllint', '--nonet', '--noout', '--schema', join(schemas, 'sdp-manifest.xsd'), 'manifest.xml');
    folder.succeed('xmllint', '--nonet', '--noout', '--schema', 'signature.xsd', 'META-INF/signatures.xml');
    expect(files.length).toBe(description.documents.length + 3);
  });

  it('the schemas do find what is wrong', () => {
    const break_ = (name: string, from: string, to: string): string => {
      const text = folder.read(name).toString('utf8');
      expect(text).toContain(from);
      folder.write('broken.xml', text.replace(from, to));
      return 'broken.xml';
    };
    expect(lint(join(schemas, 'sdp-manifest.xsd'), break_('manifest.xml', 'href="tom.txt"', 'href="tom"'))).not.toBe(0);
    expect(lint('signature.xsd', break_('META-INF/signatures.xml', '<SigningTime>', '<SigningTime>x'))).not.toBe(0);
  });
});
