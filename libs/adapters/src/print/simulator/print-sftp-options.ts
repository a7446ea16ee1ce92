import type { FaultSource } from '#channels/simulation/faults.js';
import type { VirtualFiles } from './virtual-files.js';

export interface PrintSftpOptions {
  readonly port: number;
  /** OpenSSH or PEM. */
  readonly hostKey: string;
  /** The one public key that may log in, as in authorized_keys. */
  readonly clientKey: string;
  readonly folders: ReadonlySet<string>;
  readonly files: VirtualFiles;
  readonly faults: FaultSource;
  now(): Date;
  /** Whether the vendor still knows a file that it has taken from its folder. */
  isTaken(path: string): boolean;
  /** A file has got a new name and is durable. */
  onRenamed(path: string): void;
}
