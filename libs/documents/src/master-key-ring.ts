/** One master key: 32 bytes and the number (1-255) that wrapped keys name it by. */
export interface MasterKey {
  readonly id: number;
  readonly key: Buffer;
}

/**
 * The master keys in use, from `MASTER_KEY`: `<base64>` alone is number 1; `2:<base64>,1:<base64>` are several, the
 * first of which wraps new keys. A key leaves the ring only when nothing is wrapped with it any more.
 */
export class MasterKeyRing {
  private readonly keys: ReadonlyMap<number, MasterKey>;
  readonly current: MasterKey;
  /** The lowest number. */
  readonly oldest: MasterKey;

  /** Throws RangeError, which names the rule and never the value. */
  constructor(text: string) {
    const keys = text.split(',').map(parse);
    this.keys = new Map(keys.map((key) => [key.id, key]));
    const [current] = keys;
    if (current === undefined || this.keys.size !== keys.length)
      throw new RangeError('two master keys have one number');
    this.current = current;
    this.oldest = keys.reduce((oldest, key) => (key.id < oldest.id ? key : oldest));
  }

  get(id: number): MasterKey | undefined {
    return this.keys.get(id);
  }
}

function parse(part: string): MasterKey {
  const colon = part.indexOf(':');
  const id = colon < 0 ? 1 : Number(part.slice(0, colon));
  const key = Buffer.from(part.slice(colon + 1).trim(), 'base64');
  if (!Number.isInteger(id) || id < 1 || id > 255) throw new RangeError('the number of a master key is not 1-255');
  if (key.length !== 32) throw new RangeError('a master key is not base64 of 32 bytes');
  return { id, key };
}
