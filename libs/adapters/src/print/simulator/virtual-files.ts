import type { Collection, SimulationWorld } from '#channels/simulation/simulation-world.js';

interface StoredFile {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

export interface VirtualFile extends StoredFile {
  readonly bytes: Buffer;
}

const BLOB = 'print/file/';

/**
 * The vendor's disk: everything in memory; what has been handed over (`*.zip`, reports) is in the world too and comes
 * back after a restart, half-written `.tmp` files do not. Paths have no slash at either end.
 */
export class VirtualFiles {
  private readonly files = new Map<string, VirtualFile>();
  private readonly stored: Collection<StoredFile>;

  constructor(private readonly world: SimulationWorld) {
    this.stored = world.collection<StoredFile>('print.files');
  }

  async restore(): Promise<void> {
    for (const { path, modified } of this.stored.values()) {
      const bytes = await this.world.blobs.get(BLOB + path);
      if (bytes !== undefined) this.files.set(path, { path, modified, bytes });
    }
  }

  get(path: string): VirtualFile | undefined {
    return this.files.get(path);
  }

  /** Names directly in a folder. */
  list(folder: string): readonly VirtualFile[] {
    return [...this.files.values()].filter(({ path }) => path.slice(0, Math.max(path.lastIndexOf('/'), 0)) === folder);
  }

  /** In memory alone. */
  write(path: string, bytes: Buffer, modified: number): void {
    this.files.set(path, { path, bytes, modified });
  }

  /** Resolves when it is durable. */
  async store(path: string, bytes: Buffer, modified: number): Promise<void> {
    await this.world.blobs.put(BLOB + path, bytes);
    await this.stored.put(path, { path, modified });
    this.files.set(path, { path, bytes, modified });
  }

  /** Durable from then on, wherever it was. */
  async rename(from: string, to: string): Promise<void> {
    const file = this.files.get(from);
    if (file === undefined) throw new Error('No such file.');
    await this.store(to, file.bytes, file.modified);
    await this.delete(from);
  }

  async delete(path: string): Promise<void> {
    this.files.delete(path);
    if (this.stored.get(path) === undefined) return;
    await this.stored.delete(path);
    await this.world.blobs.put(BLOB + path, Buffer.alloc(0));
  }
}

/** `/outbound//x/` -> `outbound/x`; the root is empty. */
export function normalisePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
