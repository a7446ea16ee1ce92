/** The part of the persistence lib's SandboxStore that keeps the world; every call resolves when it is committed. */
export interface WorldStore {
  put(collection: string, id: string, item: object): Promise<void>;
  delete(collection: string, id: string): Promise<void>;
  /** In order of first insertion. */
  load(collection: string): Promise<readonly { readonly id: string; readonly item: unknown }[]>;
  putBlob(key: string, bytes: Buffer): Promise<void>;
  getBlob(key: string): Promise<Buffer | undefined>;
}
