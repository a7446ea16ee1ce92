import type { Blobs } from './simulation-world.js';

export class MemoryBlobs implements Blobs {
  private readonly blobs = new Map<string, Buffer>();

  put(key: string, bytes: Buffer): Promise<void> {
    this.blobs.set(key, bytes);
    return Promise.resolve();
  }

  get(key: string): Promise<Buffer | undefined> {
    return Promise.resolve(this.blobs.get(key));
  }
}
