import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import type { Contender } from './measure-rate.js';

/** About what is signed: SignedInfo of a letter with one document, and the head and payload of a message. */
const SIGNED_BYTES = 2048;

/**
 * What no implementation of a DPI letter can do without, by node:crypto alone: two RSA signatures (container and
 * message, on the thread pool so that both cores are used), the content key under RSA-OAEP and the content under
 * AES-256-CBC. No hashing of the content, no ZIP, no XML, no JSON.
 */
export function packFloor(keys: { readonly signer: string; readonly recipient: string }, content: Buffer): Contender {
  const signer = createPrivateKey(keys.signer);
  const recipient = createPublicKey(keys.recipient);
  const signed = randomBytes(SIGNED_BYTES);
  return {
    name: 'floor',
    once: async () => {
      const key = randomBytes(32);
      publicEncrypt({ key: recipient, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key);
      const cipher = createCipheriv('aes-256-cbc', key, randomBytes(16));
      cipher.update(content);
      cipher.final();
      await signOffTheLoop(signed, signer);
      await signOffTheLoop(signed, signer);
    },
  };
}

function signOffTheLoop(data: Buffer, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', data, key, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });
}
