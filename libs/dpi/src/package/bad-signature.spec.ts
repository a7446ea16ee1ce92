import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { forgedContainer, GOOD_MANIFEST, type Forgery } from '../testing/forged-package.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { canonicalXml } from '../xml/canonical-xml.js';
import { parseXml } from '../xml/xml.parser.js';
import { openContainer } from './package.reader.js';
import { DS, XADES } from './xades-algorithms.js';

const FILES: Forgery['files'] = [
  ['manifest.xml', GOOD_MANIFEST],
  ['brev.pdf', 'kroner 100'],
];

describe('a package whose signature does not hold', () => {
  let key: SigningKey;
  let privateKey = '';
  let another: SigningKey;

  beforeAll(() => {
    const authority = new SyntheticAuthority();
    const identity = authority.issue(TEST_ORGANISATION);
    key = signingKey(identity);
    privateKey = identity.privateKey;
    another = signingKey(new SyntheticAuthority().issue('313001008'));
  });

  async function problemOf(forgery: Partial<Forgery>): Promise<string> {
    const opened = await openContainer(await forgedContainer(key, { files: FILES, ...forgery }));
    return opened.ok ? 'opened' : opened.error;
  }

  /** What the holder of the key can do: changes SignedInfo or SignedProperties, and signs anew. */
  function resigned(change: (xml: string) => string): (xml: string) => string {
    return (xml) => {
      const changed = change(xml);
      const digested = changed.replace(
        /(#SignedProperties"><Transforms>.*?<DigestValue>)[^<]*/,
        `$1${digestOf(changed, 'SignedProperties', XADES)}`,
      );
      const info = canonicalPart(digested, 'SignedInfo', DS);
      const value = sign('RSA-SHA256', info, createPrivateKey(privateKey)).toString('base64');
      return digested.replace(/<SignatureValue>[^<]*/, `<SignatureValue>${value}`);
    };
  }

  it('the good one opens, signed anew as well', async () => {
    expect(await problemOf({})).toBe('opened');
    expect(await problemOf({ signatures: resigned((xml) => xml.replace('10:00', '11:00')) })).toBe('opened');
  });

  const certificateOf = (one: SigningKey): string =>
    `<X509Certificate>${one.leaf.der.toString('base64')}</X509Certificate>`;

  it.each<[string, (xml: string) => string, string]>([
    ['is nothing', () => '', 'SIGNATURE_UNREADABLE'],
    ['has another root', (xml) => xml.replaceAll('02918', '12918'), 'SIGNATURE_UNREADABLE'],
    ['has a document type', (xml) => xml.replace('<XAdES', '<!DOCTYPE x [<!ENTITY y "z">]><XAdES'), 'XML_FORBIDDEN'],
    ['has no SignedInfo', (xml) => xml.replace(/<SignedInfo>.*<\/SignedInfo>/, ''), 'SIGNATURE_UNREADABLE'],
    ['has no certificate', (xml) => xml.replace(/<X509Certificate>.*<\/X509Certificate>/, ''), 'SIGNATURE_WRONG'],
    ['has a certificate that is none', (xml) => xml.replace(/(<X509Certificate>).{40}/, '$1'), 'SIGNATURE_UNREADABLE'],
    ['has another value', (xml) => xml.replace(/(<SignatureValue>)..../, '$1AAAA'), 'SIGNATURE_WRONG'],
    ['has a changed digest', (xml) => xml.replace(/(<DigestValue>)..../, '$1AAAA'), 'SIGNATURE_WRONG'],
    ['has another time', (xml) => xml.replace('10:00', '11:00'), 'SIGNED_PROPERTIES_CHANGED'],
    ['is by SHA-1', (xml) => xml.replace('more#rsa-sha256', 'more#rsa-sha1'), 'SIGNATURE_ALGORITHM_NOT_ALLOWED'],
    [
      'has digests by SHA-1',
      resigned((xml) => xml.replaceAll('http://www.w3.org/2001/04/xmlenc#sha256', `${DS}sha1`)),
      'SIGNATURE_ALGORITHM_NOT_ALLOWED',
    ],
    [
      'leaves out parts by XPath',
      resigned((xml) =>
        xml.replace(
          '<Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">',
          '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">',
        ),
      ),
      'SIGNATURE_ALGORITHM_NOT_ALLOWED',
    ],
    [
      'transforms a file before its digest',
      resigned((xml) =>
        xml.replace(
          'URI="brev.pdf">',
          `URI="brev.pdf"><Transforms><Transform Algorithm="${DS}base64"></Transform></Transforms>`,
        ),
      ),
      'SIGNATURE_ALGORITHM_NOT_ALLOWED',
    ],
    ['points to no file', resigned((xml) => xml.replace('URI="brev.pdf"', 'URI="../brev.pdf"')), 'SIGNED_FILE_MISSING'],
    ['points to itself', resigned((xml) => xml.replace('URI="brev.pdf"', 'URI="#Signature"')), 'SIGNED_FILE_MISSING'],
    [
      'does not sign its properties',
      resigned((xml) => xml.replace(' Type="http://uri.etsi.org/01903#SignedProperties"', '')),
      'SIGNED_PROPERTIES_CHANGED',
    ],
    [
      'signs other properties',
      (xml) => xml.replace('Id="SignedProperties"', 'Id="Others"'),
      'SIGNED_PROPERTIES_CHANGED',
    ],
    [
      'names another certificate',
      resigned((xml) => xml.replace(/(<ds:DigestValue>)[^<]*/, `$1${createHash('sha1').digest('base64')}`)),
      'SIGNING_CERTIFICATE_NOT_NAMED',
    ],
    [
      'names another serial number',
      resigned((xml) => xml.replace(/(<ds:X509SerialNumber>)/, '$19')),
      'SIGNING_CERTIFICATE_NOT_NAMED',
    ],
  ])('%s', async (_what, change, problem) => {
    expect(await problemOf({ signatures: change })).toBe(problem);
  });

  it("shows another's certificate", async () => {
    const swapped = (xml: string): string =>
      xml.replace(/<X509Data>.*<\/X509Data>/, `<X509Data>${certificateOf(another)}</X509Data>`);
    expect(await problemOf({ signatures: swapped })).toBe('SIGNATURE_WRONG');
    const added = (xml: string): string => xml.replace('<X509Data>', `<X509Data>${certificateOf(another)}`);
    expect(await problemOf({ signatures: added })).toBe('CERTIFICATE_NOT_IN_CHAIN');
  });

  it('is by an RSA key of 1024 bits', async () => {
    const { publicKey, privateKey: weak } = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const identity = new SyntheticAuthority().issue(TEST_ORGANISATION, { key: { publicKey, privateKey: weak } });
    const opened = await openContainer(await forgedContainer(signingKey(identity), { files: FILES }));
    expect(opened).toEqual({ ok: false, error: 'SIGNATURE_ALGORITHM_NOT_ALLOWED' });
  });

  it('wraps: a second signature, second properties, one Id in two places', async () => {
    // Without Ids of their own, so that nothing but their number gives them away.
    const inside = (xml: string, name: string): string =>
      (new RegExp(`<${name}[ >].*</${name}>`).exec(xml)?.[0] ?? '').replaceAll(/ Id="[^"]*"/g, '');
    const doubled = (name: string) => (xml: string) =>
      xml.replace('</Signature>', `<Object>${inside(xml, name)}</Object></Signature>`);
    expect(await problemOf({ signatures: (xml) => xml.replace('</XAdES', `${inside(xml, 'Signature')}</XAdES`) })).toBe(
      'SIGNATURE_AMBIGUOUS',
    );
    expect(await problemOf({ signatures: doubled('QualifyingProperties') })).toBe('SIGNATURE_AMBIGUOUS');
    const nested = (xml: string): string =>
      xml.replace('</Signature>', '<Object><Signature></Signature></Object></Signature>');
    expect(await problemOf({ signatures: nested })).toBe('SIGNATURE_AMBIGUOUS');
    const sameId = (xml: string): string => xml.replace('</Signature>', '<Object Id="SignedProperties"/></Signature>');
    expect(await problemOf({ signatures: sameId })).toBe('SIGNATURE_AMBIGUOUS');
    const elsewhere = (xml: string): string => xml.replace('Target="#Signature"', 'Target="#Other"');
    expect(await problemOf({ signatures: elsewhere })).toBe('SIGNATURE_AMBIGUOUS');
  });

  it('covers not every file, or a file that is gone or changed', async () => {
    expect(await problemOf({ unsigned: [['ny.pdf', 'ny']] })).toBe('FILE_NOT_SIGNED');
    const changed = await forgedContainer(key, { files: FILES });
    changed.write('kroner 999', changed.indexOf('kroner 100'));
    expect(await openContainer(changed)).toEqual({ ok: false, error: 'FILE_CHANGED' });
  });

  it('is missing', async () => {
    const renamed = await forgedContainer(key, { files: FILES });
    for (let at = renamed.indexOf('/signatures'); at >= 0; at = renamed.indexOf('/signatures')) {
      renamed.write('/Xignatures', at);
    }
    expect(await openContainer(renamed)).toEqual({ ok: false, error: 'SIGNATURE_UNREADABLE' });
  });
});

function canonicalPart(xml: string, localName: string, namespace: string): Buffer {
  const root = parseXml(xml);
  const find = (element: typeof root): typeof root | undefined => {
    if (element.localName === localName && element.namespace === namespace) return element;
    for (const child of element.children) {
      const found = typeof child === 'string' ? undefined : find(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const target = find(root);
  if (target === undefined) throw new Error(`${localName} is not there`);
  return canonicalXml(root, target);
}

function digestOf(xml: string, localName: string, namespace: string): string {
  return createHash('sha256')
    .update(canonicalPart(xml, localName, namespace))
    .digest('base64');
}
