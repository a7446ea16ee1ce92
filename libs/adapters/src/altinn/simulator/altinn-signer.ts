import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';

/**
 * Altinn's own token key: RS256, published as JWKS below the issuer, kept in the world so that tokens survive a
 * restart. Signed here with node:crypto, since a JWT of one known algorithm and key needs no library.
 */
interface KeyRecord {
  readonly privateKey: string;
}

interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly kid: string;
}

const NAME = 'signing';

export class AltinnSigner {
  private key: Promise<SigningKey> | undefined;

  constructor(private readonly context: Pick<SimulationContext, 'world'>) {}

  async sign(claims: JsonObject): Promise<string> {
    const { privateKey, kid } = await this.signingKey();
    const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  /** The claims of a token of this key; undefined for every other. Times and issuer are the caller's to check. */
  async verify(token: string): Promise<JsonObject | undefined> {
    const [head = '', body = '', signature = ''] = token.split('.');
    const { publicKey } = await this.signingKey();
    const holds = verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'));
    return holds ? payloadOf(token) : undefined;
  }

  async jwks(): Promise<JsonObject> {
    const { publicKey, kid } = await this.signingKey();
    return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] };
  }

  private signingKey(): Promise<SigningKey> {
    this.key ??= this.load().catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return this.key;
  }

  private async load(): Promise<SigningKey> {
    const keys = this.context.world.collection<KeyRecord>('altinn.keys');
    const kept = keys.get(NAME) ?? (await newKey());
    if (keys.get(NAME) === undefined) await keys.put(NAME, kept);
    const privateKey = createPrivateKey(kept.privateKey);
    const publicKey = createPublicKey(privateKey);
    const kid = createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('base64url');
    return { privateKey, publicKey, kid };
  }
}

/** The claims of any JWT, unchecked; undefined when it is none. */
export function payloadOf(token: string): JsonObject | undefined {
  const part = token.split('.')[1];
  const payload = part === undefined ? undefined : parseJson(Buffer.from(part, 'base64url'));
  return isJsonObject(payload) ? payload : undefined;
}

async function newKey(): Promise<KeyRecord> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
