import type { SigningKey } from '../certificate/signing-key.js';

/** Each signer's header is the same in all its messages, and as long as the message itself. */
const headers = new WeakMap<SigningKey, string>();

/** JWS compact, RS256, x5c with the leaf only and no other header: what the peers send and C4 expects (DPI reference 4.1). */
export async function signSbd(sbd: object, key: SigningKey): Promise<string> {
  const input = `${headerOf(key)}.${encode(sbd)}`;
  const signature = await key.sign(Buffer.from(input, 'ascii'));
  return `${input}.${signature.toString('base64url')}`;
}

function headerOf(key: SigningKey): string {
  const known = headers.get(key);
  if (known !== undefined) return known;
  const header = encode({ x5c: key.encodedChain.slice(0, 1), alg: 'RS256' });
  headers.set(key, header);
  return header;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
