import { afterAll, expect, it } from '@jest/globals';
import { TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { signingKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { describeWith, ToolFolder, type ToolAnswer } from '../testing/other-tools.js';
import { SAMPLE_LETTERS } from '../testing/sample-letters.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';

/**
 * xmlsec1 verifies the signature, its chain up to the root and the digest of every reference, with the files as unzip
 * lays them out. It calls a relative URI "remote", though it is opened as a file; nothing is fetched.
 */
describeWith(['xmlsec1', 'unzip'])('our signatures in xmlsec1', () => {
  const authority = new SyntheticAuthority();
  const identity = authority.issue(TEST_ORGANISATION);
  const folders: ToolFolder[] = [];

  async function unpacked(name: string): Promise<ToolFolder> {
    const description = SAMPLE_LETTERS[name];
    if (description === undefined) throw new Error('no such letter');
    const folder = new ToolFolder();
    folders.push(folder);
    const at = new Date('2026-03-02T10:00:00Z');
    folder.write('package.asice', await bytesOf(writeAsice(description, signingKey(identity), at)));
    folder.write('root.pem', authority.certificate);
    folder.succeed('unzip', '-q', 'package.asice');
    return folder;
  }

  function verify(folder: ToolFolder): ToolAnswer {
    const references = ['--enabled-reference-uris', 'same-doc,remote'];
    const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];
    return folder.run(
      'xmlsec1',
      '--verify',
      ...references,
      ...ids,
      ...['--trusted-pem', 'root.pem', 'META-INF/signatures.xml'],
    );
  }

  afterAll(() => {
    for (const folder of folders) folder.remove();
  });

  it.each(Object.entries(SAMPLE_LETTERS))('%s', async (name, { documents }) => {
    const { status, stderr } = verify(await unpacked(name));
    // manifest.xml and the SignedProperties are signed too.
    const all = String(documents.length + 2);
    expect(stderr).toContain(`SignedInfo References (ok/all): ${all}/${all}`);
    expect(stderr).toContain('OK');
    expect(status).toBe(0);
  });

  it('does not hold for a document that was changed, for a changed title or below another root', async () => {
    const folder = await unpacked('one document for a mailbox');
    expect(verify(folder).status).toBe(0);
    const document = folder.read('vedtak.pdf');
    folder.write('vedtak.pdf', Buffer.concat([document, Buffer.from(' ')]));
    expect(verify(folder).status).not.toBe(0);
    folder.write('vedtak.pdf', document);
    folder.write('manifest.xml', folder.read('manifest.xml').toString('utf8').replace('Vedtak<', 'Vedtal<'));
    expect(verify(folder).status).not.toBe(0);
    const another = await unpacked('one document for a mailbox');
    another.write('root.pem', new SyntheticAuthority().certificate);
    expect(verify(another).status).not.toBe(0);
  });
});
