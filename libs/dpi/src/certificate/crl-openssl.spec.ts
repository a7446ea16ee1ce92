import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeCrl } from '../simulator/crl.writer.js';
import { describeWith, ToolFolder } from '../testing/other-tools.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { TestKeys } from '../testing/test-keys.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';
import { readCrl } from './crl.reader.js';

describeWith(['openssl'])('revocation lists between us and openssl', () => {
  let folder: ToolFolder;
  let root: SyntheticAuthority;
  let revoked: CertificateInfo;
  let other: CertificateInfo;

  beforeAll(() => {
    folder = new ToolFolder();
    root = new SyntheticAuthority();
    const keys = new TestKeys();
    // The first is the root's.
    keys.take();
    const key = keys.take();
    const leaf = (): CertificateInfo => certificateInfo(root.issue('313000001', { key }).certificateChain[0] ?? '');
    revoked = leaf();
    other = leaf();
    folder.write('root.pem', root.certificate);
    folder.write('root.key', root.privateKey);
  });

  afterAll(() => {
    folder.remove();
  });

  it('openssl verifies ours and finds the same in it', () => {
    const list = writeCrl({
      issuer: certificateInfo(root.certificate),
      key: root.privateKey,
      thisUpdate: new Date('2026-03-02T10:00:00Z'),
      nextUpdate: new Date('2051-03-03T10:00:00Z'),
      revoked: [{ serial: revoked.serial, at: new Date('2026-03-01T10:00:00Z') }],
    });
    const verify = ['-inform', 'DER', '-CAfile', 'root.pem', '-verify', '-text'];
    folder.write('ours.crl', list);
    const { stdout, stderr } = folder.succeed('openssl', 'crl', '-in', 'ours.crl', ...verify);
    expect(stderr).toContain('verify OK');
    const text = stdout.toString('utf8');
    expect(text).toContain(`Serial Number: ${revoked.x509.serialNumber}`);
    expect(text).toContain('Next Update: Mar  3 10:00:00 2051 GMT');
    expect(text).toContain('X509v3 CRL Number');
    list.writeUInt8(0x7f, list.indexOf(revoked.serial) + 2);
    folder.write('changed.crl', list);
    expect(folder.run('openssl', 'crl', '-in', 'changed.crl', ...verify).stderr).toContain('verify failure');
  });

  it('we read what openssl writes', async () => {
    const serial = revoked.x509.serialNumber;
    folder.write('index.txt', `R\t400101000000Z\t260301000000Z,keyCompromise\t${serial}\tunknown\t/CN=x\n`);
    folder.write('number', '01\n');
    folder.write('ca.cnf', '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha384\ncrlnumber=number\n');
    const signer = ['-cert', 'root.pem', '-keyfile', 'root.key'];
    folder.succeed('openssl', 'ca', '-gencrl', '-config', 'ca.cnf', ...signer, '-crldays', '1', '-out', 'theirs.pem');
    folder.succeed('openssl', 'crl', '-in', 'theirs.pem', '-outform', 'DER', '-out', 'theirs.crl');
    const list = await readCrl(folder.read('theirs.crl'), certificateInfo(root.certificate));
    if (!list.ok) throw new Error(list.error);
    expect([revoked, other].map((one) => list.value.isRevoked(one))).toEqual([true, false]);
  });
});
