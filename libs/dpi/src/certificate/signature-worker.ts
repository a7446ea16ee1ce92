import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/**
 * A thread of its own that makes RSA signatures, one after another.
 *
 * Off the event loop, because a signature takes a millisecond in which the loop could hash and encrypt another letter.
 * Not on Node's thread pool, because that wakes a sleeping thread for each signature, which the scheduler likes to put
 * on the very core of the event loop (on two cores letters were packed a fifth slower), and because files and host names
 * are read by the same four threads: a burst of letters must not hold those up.
 */
export class SignatureWorker {
  private thread: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  /** The keys that the thread has; handing one over costs more than a small letter's encryption. */
  private readonly keys = new Map<KeyObject, number>();
  private lastId = 0;

  /** Signatures waited for. */
  get load(): number {
    return this.pending.size;
  }

  /** RSASSA-PKCS1-v1_5 with SHA-256; rejects when the key cannot sign so, or the thread has died. */
  sign(data: Buffer, key: KeyObject): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const thread = (this.thread ??= this.start());
      // An idle thread does not keep the process alive; one that is waited for does.
      if (this.pending.size === 0) thread.ref();
      this.lastId += 1;
      this.pending.set(this.lastId, { resolve, reject });
      thread.postMessage([this.lastId, this.hand(key, thread), data.toString(BYTES)]);
    });
  }

  /** Ends the thread; what it was asked for is rejected. Another starts with the next signature. */
  async end(): Promise<void> {
    await this.thread?.terminate();
  }

  private hand(key: KeyObject, thread: Worker): number {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const keyId = this.keys.size;
    this.keys.set(key, keyId);
    thread.postMessage([0, keyId, key]);
    return keyId;
  }

  private start(): Worker {
    const thread = new Worker(SOURCE, { eval: true, name: 'signatures' });
    thread.on('message', (answer: Answer) => {
      this.settle(thread, answer);
    });
    thread.on('error', (error) => {
      this.lose(thread, error);
    });
    thread.on('exit', () => {
      this.lose(thread, new Error('The thread that makes signatures has ended.'));
    });
    return thread;
  }

  private settle(thread: Worker, [id, signature, error]: Answer): void {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    if (this.pending.size === 0) thread.unref();
    if (signature === '') waiting?.reject(error);
    else waiting?.resolve(Buffer.from(signature, BYTES));
  }

  /** What it was asked for is lost; the next signature starts another thread. */
  private lose(thread: Worker, error: Error): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    this.keys.clear();
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of lost) reject(error);
  }
}

interface Pending {
  readonly resolve: (signature: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** Bytes go between the threads as strings of this encoding, which is cheaper than copying an ArrayBuffer. */
const BYTES = 'latin1';

/** Id, signature and, when that is empty, what went wrong. */
type Answer = readonly [id: number, signature: string, error: Error];

/**
 * The thread's program; text, so that it runs the same from compiled and from test code. It takes what is waiting one
 * after another without going through its event loop.
 */
const SOURCE = `
const { parentPort, receiveMessageOnPort } = require('node:worker_threads');
const { sign } = require('node:crypto');
const keys = new Map();
function take([id, keyId, content]) {
  if (id === 0) return keys.set(keyId, content);
  try {
    const signature = sign('RSA-SHA256', Buffer.from(content, '${BYTES}'), keys.get(keyId));
    parentPort.postMessage([id, signature.toString('${BYTES}')]);
  } catch (error) {
    parentPort.postMessage([id, '', error]);
  }
}
parentPort.on('message', (first) => {
  for (let next = { message: first }; next !== undefined; next = receiveMessageOnPort(parentPort)) take(next.message);
});
`;
