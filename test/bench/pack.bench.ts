import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { BENCH_KEYS, LetterPacking } from './letter-packing.js';
import { measureRates } from './measure-rate.js';
import { packFloor } from './pack-floor.js';

/**
 * How fast a letter is packed (container, signature, encryption, message) beside what its RSA and AES cost alone.
 * Argument: rounds. Prints one JSON line, letters a second.
 */
const CONTENT_BYTES = 100 * 1024;
const ROUND_MS = 2000;
const CONCURRENCY = 8;

const bytes = randomBytes(CONTENT_BYTES);
const document = {
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  open: () => Readable.from([bytes]),
};
const packing = new LetterPacking();
const order = packing.order(document);
const ours = {
  name: 'ours',
  once: async (): Promise<void> => {
    await packing.pack(order);
  },
};
const rates = await measureRates([packFloor(BENCH_KEYS, bytes), ours], {
  rounds: Number(process.argv[2] ?? 5),
  roundMs: ROUND_MS,
  concurrency: CONCURRENCY,
});
process.stdout.write(`${JSON.stringify(Object.fromEntries(rates))}\n`);
