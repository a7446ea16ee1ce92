import { berAt, BerError, berOctets, berOid, readBer, type BerElement } from '../asn1/ber.reader.js';
import { der, TAG } from '../asn1/der.writer.js';
import { CmsError } from './cms-problem.js';

/** The parts of an enveloped CMS, nothing decrypted. */
export interface CmsEnvelope {
  readonly recipients: readonly BerElement[];
  /** ContentEncryptionAlgorithmIdentifier. */
  readonly algorithm: BerElement;
  readonly encrypted: Buffer;
  /** Of AuthEnvelopedData only. */
  readonly authentication?: { readonly tag: Buffer; readonly additional: Buffer };
}

const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const AUTH_ENVELOPED_DATA = '1.2.840.113549.1.9.16.1.23';
/** encryptedContent [0] IMPLICIT OCTET STRING: in one piece, or in many. */
const CONTENT_TAGS: readonly number[] = [0x80, 0xa0];
const AUTHENTICATED_ATTRIBUTES = 0xa1;

/** EnvelopedData (RFC 5652, 6.1) or AuthEnvelopedData (RFC 5083, 2.1) in BER or DER. Throws CmsError. */
export function readCmsEnvelope(cms: Buffer): CmsEnvelope {
  try {
    // What is no CMS at all should not be told as one that was cut off.
    if (cms.length > 0 && cms[0] !== TAG.sequence) throw new BerError('it is not a ContentInfo');
    const info = readBer(cms);
    const type = contentTypeOf(info);
    if (type !== ENVELOPED_DATA && type !== AUTH_ENVELOPED_DATA) {
      throw new CmsError('CMS_NOT_ENVELOPED', 'it is not EnvelopedData');
    }
    const fields = berAt(info, 1, 0).children;
    // originatorInfo [0] may stand between the version and the recipients.
    const at = fields.findIndex(({ tag }) => tag === TAG.set);
    const [recipients, content, ...rest] = at < 0 ? [] : fields.slice(at);
    if (recipients === undefined || content === undefined) throw new BerError('recipients or content are missing');
    return {
      recipients: recipients.children,
      algorithm: berAt(content, 1),
      encrypted: encryptedContent(content),
      ...(type === AUTH_ENVELOPED_DATA ? { authentication: authenticationOf(rest) } : {}),
    };
  } catch (cause) {
    if (!(cause instanceof BerError)) throw cause;
    throw new CmsError(cause.kind === 'truncated' ? 'CMS_TRUNCATED' : 'CMS_MALFORMED', cause.message, { cause });
  }
}

function contentTypeOf(info: BerElement): string {
  const type = info.children[0];
  if (info.tag !== TAG.sequence || type?.tag !== TAG.oid) throw new BerError('it is not a ContentInfo');
  return berOid(type);
}

function encryptedContent(content: BerElement): Buffer {
  const encrypted = content.children.find(({ tag }) => CONTENT_TAGS.includes(tag));
  if (encrypted === undefined) throw new BerError('there is no content');
  return berOctets(encrypted);
}

/** What follows the content: authenticated attributes or none, then the tag. */
function authenticationOf(rest: readonly BerElement[]): { tag: Buffer; additional: Buffer } {
  const attributes = rest.find(({ tag }) => tag === AUTHENTICATED_ATTRIBUTES);
  const mac = rest.find(({ tag }) => (tag & ~0x20) === TAG.octetString);
  if (mac === undefined) throw new BerError('the authentication tag is missing');
  return {
    tag: berOctets(mac),
    // Authenticated as the SET OF that they are, not under their implicit tag (RFC 5083, 2.2).
    additional: attributes === undefined ? Buffer.alloc(0) : der(TAG.set, attributes.content),
  };
}
