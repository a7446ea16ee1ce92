/** Why a dokumentpakke could not be decrypted. Stable: `mf package inspect` says them, docs/errors.md explains them. */
export type CmsProblem =
  /** It ends in the middle. */
  | 'CMS_TRUNCATED'
  /** Not BER, or not put together as RFC 5652 and RFC 5083 say. */
  | 'CMS_MALFORMED'
  /** CMS of another kind than EnvelopedData and AuthEnvelopedData. */
  | 'CMS_NOT_ENVELOPED'
  /** Not exactly one recipient. */
  | 'CMS_RECIPIENTS'
  /** The content key is not under RSAES-OAEP with SHA-256 or SHA-1. */
  | 'CMS_KEY_TRANSPORT'
  /** RSAES-OAEP with one hash for the label and another for the mask, which nobody writes. */
  | 'CMS_OAEP_HASHES_DIFFER'
  /** The content is neither AES-256-CBC nor AES-256-GCM. */
  | 'CMS_ALGORITHM'
  /** The private key that was given is none. */
  | 'CMS_KEY_UNREADABLE'
  /** The content key does not open with this private key. */
  | 'CMS_KEY_WRONG'
  /** The content does not decrypt: it is not what was encrypted. */
  | 'CMS_CONTENT_DAMAGED';

/** No content and no key material in the text. */
export class CmsError extends Error {
  constructor(
    readonly problem: CmsProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(`The dokumentpakke cannot be decrypted: ${message}`, options);
    this.name = 'CmsError';
  }
}
