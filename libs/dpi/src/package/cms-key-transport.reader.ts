import { constants, privateDecrypt, type KeyObject } from 'node:crypto';
import { berAt, BerError, berOctets, berOid, type BerElement } from '../asn1/ber.reader.js';
import { TAG } from '../asn1/der.writer.js';
import { CmsError } from './cms-problem.js';

const RSAES_OAEP = '1.2.840.113549.1.1.7';
const MGF1 = '1.2.840.113549.1.1.8';
/** SHA-256 is in use, SHA-1 is in the text of the specification (DPI reference, appendix A 1). */
const HASHES: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' };
const FIELD = { hash: 0xa0, mask: 0xa1, label: 0xa2 } as const;

/**
 * The content key in a KeyTransRecipientInfo under RSAES-OAEP. Whom it is for (issuer and serial number, or subject key
 * identifier) is not compared: the key that was given opens it or does not. Throws CmsError.
 */
export function contentKey(recipients: readonly BerElement[], key: KeyObject): Buffer {
  const [recipient, ...more] = recipients;
  if (recipient === undefined || more.length > 0) {
    throw new CmsError('CMS_RECIPIENTS', `it has ${String(recipients.length)} recipients, and must have one`);
  }
  if (recipient.tag !== TAG.sequence) throw new CmsError('CMS_KEY_TRANSPORT', 'its key is not for an RSA key');
  const options = oaepOptions(berAt(recipient, 2));
  const encrypted = berOctets(berAt(recipient, 3));
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, ...options }, encrypted);
  } catch (cause) {
    throw new CmsError('CMS_KEY_WRONG', 'it was not made for this key', { cause });
  }
}

/** Parameters and each of their fields have defaults: SHA-1, MGF1 with SHA-1, no label (RFC 4055, 4.1). */
function oaepOptions(algorithm: BerElement): { oaepHash: string; oaepLabel?: Buffer } {
  if (berOid(berAt(algorithm, 0)) !== RSAES_OAEP) {
    throw new CmsError('CMS_KEY_TRANSPORT', 'its key is not under RSAES-OAEP');
  }
  const fields = algorithm.children[1]?.children ?? [];
  const field = (tag: number): BerElement | undefined => fields.find((one) => one.tag === tag)?.children[0];
  const hash = hashOf(field(FIELD.hash));
  if (maskHashOf(field(FIELD.mask)) !== hash) {
    throw new CmsError('CMS_OAEP_HASHES_DIFFER', 'RSAES-OAEP with two different hashes');
  }
  const label = field(FIELD.label);
  return { oaepHash: hash, ...(label === undefined ? {} : { oaepLabel: berOctets(berAt(label, 1)) }) };
}

function hashOf(algorithm: BerElement | undefined): string {
  const hash = algorithm === undefined ? 'sha1' : HASHES[berOid(berAt(algorithm, 0))];
  if (hash === undefined) throw new CmsError('CMS_KEY_TRANSPORT', 'RSAES-OAEP with a hash that DPI does not have');
  return hash;
}

function maskHashOf(mask: BerElement | undefined): string {
  if (mask === undefined) return 'sha1';
  if (berOid(berAt(mask, 0)) !== MGF1) throw new BerError('a mask that is not MGF1');
  return hashOf(berAt(mask, 1));
}
