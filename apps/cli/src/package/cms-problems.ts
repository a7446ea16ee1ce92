import type { CmsProblem } from '#dpi/package/cms-problem.js';

/** Said after CANNOT_DECRYPT: what is wrong with the encryption, and what to do. */
export const CMS_PROBLEMS: Readonly<Record<CmsProblem, string>> = {
  CMS_TRUNCATED: 'The file is cut off. Fetch it again, and compare its size with that at its source.',
  CMS_MALFORMED:
    'The file is not a CMS structure, or is damaged. Give the dokumentpakke as it was posted, in binary form.',
  CMS_NOT_ENVELOPED:
    'It is CMS, but not encrypted (EnvelopedData). Give the encrypted package, not the signed message.',
  CMS_RECIPIENTS:
    'It is not encrypted for exactly one recipient. The sender must make it for one mailbox provider only.',
  CMS_KEY_TRANSPORT: 'Its key is not under RSAES-OAEP with SHA-256 or SHA-1. The sender must encrypt it so.',
  CMS_OAEP_HASHES_DIFFER: 'Its RSAES-OAEP uses two different hashes. The sender must use SHA-256 for both.',
  CMS_ALGORITHM: 'Its content is neither AES-256-CBC nor AES-256-GCM. The sender must use one of them.',
  CMS_KEY_UNREADABLE: 'The private key cannot be read. Give a PEM file with an unencrypted RSA key.',
  CMS_KEY_WRONG: 'It was not made for this key. Give the private key of the provider it was encrypted for.',
  CMS_CONTENT_DAMAGED: 'The key fits, but the content does not decrypt: bytes were changed on the way. Fetch it again.',
};
