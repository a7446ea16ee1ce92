import { describe, expect, it } from '@jest/globals';
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { TestKeys } from '../testing/test-keys.js';
import { SignatureWorker } from './signature-worker.js';

const keys = new TestKeys();

describe('the thread that signs', () => {
  it('signs for several keys at once, each with its own', async () => {
    const worker = new SignatureWorker();
    const pairs = [keys.take(), keys.take()];
    const jobs = Array.from({ length: 20 }, (_, index) => {
      const pair = pairs[index % 2];
      if (pair === undefined) throw new Error('There are two keys.');
      return { pair, data: Buffer.from(`letter ${String(index)}`), key: createPrivateKey(pair.privateKey) };
    });
    const signatures = await Promise.all(jobs.map(({ data, key }) => worker.sign(data, key)));
    expect(worker.load).toBe(0);
    const held = jobs.map(({ data, pair }, index) =>
      verify('RSA-SHA256', data, createPublicKey(pair.publicKey), signatures[index] ?? Buffer.alloc(0)),
    );
    expect(held).toEqual(jobs.map(() => true));
  });

  it('rejects for a key that cannot sign so, and signs on', async () => {
    const worker = new SignatureWorker();
    const { privateKey: wrong } = generateKeyPairSync('x25519');
    const data = Buffer.from('letter');
    await expect(worker.sign(data, wrong)).rejects.toThrow();
    await expect(worker.sign(data, createPrivateKey(keys.take().privateKey))).resolves.toHaveLength(256);
  });

  it('rejects what a dead thread was asked for, and starts another', async () => {
    const worker = new SignatureWorker();
    const key = createPrivateKey(keys.take().privateKey);
    await worker.sign(Buffer.from('first'), key);
    // More than it can make before it ends.
    const asked = Promise.allSettled(Array.from({ length: 500 }, () => worker.sign(Buffer.from('lost'), key)));
    await worker.end();
    const last = (await asked).at(-1);
    expect(last).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('has ended') } });
    await expect(worker.sign(Buffer.from('next'), key)).resolves.toHaveLength(256);
  });
});
