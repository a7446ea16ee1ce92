import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SyntheticAuthority } from '#dpi/testing/synthetic-identity.js';
import { readCertificate } from './krr-certificate.js';

const FROM = new Date('2024-01-01T00:00:00Z');
const TO = new Date('2027-01-01T00:00:00Z');
const authority = new SyntheticAuthority();
const LEAF = authority.issue('984661185', { from: FROM, to: TO }).certificateChain[0] ?? '';
const OTHER = authority.issue('922020175', { from: FROM, to: TO }).certificateChain[0] ?? '';
const NORMAL = new X509Certificate(LEAF).toString();
const BASE64 = new X509Certificate(LEAF).raw.toString('base64');

describe('readCertificate', () => {
  it.each([
    ['PEM', LEAF],
    ['PEM with CRLF', LEAF.replace(/\r?\n/g, '\r\n')],
    ['PEM with text around it', `Bag Attributes\n    friendlyName: postkasse\n${LEAF}\nthe end`],
    ['bare base64', BASE64],
    ['base64 in lines', BASE64.replace(/(.{64})/g, '$1\r\n')],
    ['a certificate twice', LEAF + LEAF],
    ['a certificate after that of its issuer', authority.certificate + LEAF],
  ])('reads %s', (_what, value) => {
    expect(readCertificate(value)).toEqual({ kind: 'certificate', pem: NORMAL, from: FROM, to: TO });
  });

  it.each([undefined, null, '', ' \n'])('knows that %j is none', (value) => {
    expect(readCertificate(value)).toEqual({ kind: 'none' });
  });

  it.each([
    ['words', 'not a certificate'],
    ['a number', 7],
    ['half of one', BASE64.slice(0, 400)],
    ['PEM of something else', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n'],
    ['PEM without its end', LEAF.slice(0, 200)],
  ])('cannot read %s', (_what, value) => {
    expect(readCertificate(value)).toEqual({ kind: 'unreadable' });
  });

  it('does not choose between two mailboxes', () => {
    expect(readCertificate(LEAF + OTHER)).toEqual({ kind: 'several' });
  });
});
