import type { SigningKey } from '../certificate/signing-key.js';

/** JWS compact, RS256, x5c with the leaf only and no other header: what the peers send and C4 expects (DPI reference 4.1). */
export async function signSbd(sbd: object, key: SigningKey): Promise<string> {
  const header = encode({ x5c: [key.leaf.der.toString('base64')], alg: 'RS256' });
  const input = `${header}.${encode(sbd)}`;
  const signature = await key.sign(Buffer.from(input, 'ascii'));
  return `${input}.${signature.toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
