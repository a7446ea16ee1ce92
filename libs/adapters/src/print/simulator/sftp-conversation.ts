import { posix } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import ssh2, { type Attributes, type Connection, type SFTPWrapper } from 'ssh2';
import { NETWORK_FAULTS, SLOW_DELAY_MS } from '#channels/simulation/network-faults.js';
import type { PrintSftpOptions } from './print-sftp-options.js';
import { normalisePath } from './virtual-files.js';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
const FILE_MODE = 0o100_640;
const FOLDER_MODE = 0o040_750;

type Handle =
  | { readonly kind: 'read'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; bytes: Buffer; length: number }
  | { readonly kind: 'folder'; readonly path: string; listed: boolean };

/** One client's SFTP session over the virtual files. */
export class SftpConversation {
  private readonly handles = new Map<number, Handle>();
  private nextHandle = 1;

  constructor(
    private readonly sftp: SFTPWrapper,
    private readonly connection: Connection,
    private readonly options: PrintSftpOptions,
  ) {}

  begin(): void {
    const { sftp } = this;
    sftp.on('REALPATH', (id, path) => {
      sftp.name(id, [{ filename: `/${normalisePath(path)}`, longname: '', attrs: folderAttributes() }]);
    });
    sftp.on('STAT', (id, path) => {
      this.stat(id, path);
    });
    sftp.on('LSTAT', (id, path) => {
      this.stat(id, path);
    });
    sftp.on('FSTAT', (id, handle) => {
      const open = this.handle(handle);
      if (open === undefined) sftp.status(id, STATUS_CODE.FAILURE);
      else this.stat(id, open.path);
    });
    sftp.on('SETSTAT', (id) => {
      sftp.status(id, STATUS_CODE.OK);
    });
    sftp.on('FSETSTAT', (id) => {
      sftp.status(id, STATUS_CODE.OK);
    });
    sftp.on('OPEN', (id, path, flags) => void this.open(id, normalisePath(path), flags));
    sftp.on('READ', (id, handle, offset, length) => {
      this.read(id, handle, offset, length);
    });
    sftp.on('WRITE', (id, handle, offset, data) => {
      this.write(id, handle, offset, data);
    });
    sftp.on('CLOSE', (id, handle) => {
      this.close(id, handle);
    });
    sftp.on('OPENDIR', (id, path) => {
      this.openFolder(id, normalisePath(path));
    });
    sftp.on('READDIR', (id, handle) => {
      this.list(id, handle);
    });
    sftp.on('RENAME', (id, from, to) => void this.rename(id, normalisePath(from), normalisePath(to)));
    sftp.on('REMOVE', (id) => {
      sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    });
    sftp.on('MKDIR', (id) => {
      sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    });
  }

  /** Plays what the host plays for HTTP; true when there is nothing left to answer. */
  private async playsFault(id: number, act: () => Promise<unknown>): Promise<boolean> {
    const mode = this.options.faults.next('print', NETWORK_FAULTS);
    switch (mode) {
      case undefined:
        return false;
      case 'slow':
        await delay(SLOW_DELAY_MS);
        return false;
      case 'timeout':
        return true;
      case 'reset':
        this.connection.end();
        return true;
      case 'drop-after-accept':
        await act();
        this.connection.end();
        return true;
      default:
        // SFTP has neither 500 nor 429: a failure is all it can say.
        this.sftp.status(id, STATUS_CODE.FAILURE);
        return true;
    }
  }

  private stat(id: number, path: string): void {
    const name = normalisePath(path);
    const file = this.options.files.get(name);
    if (file !== undefined) this.sftp.attrs(id, fileAttributes(file.bytes.length, file.modified));
    else if (this.options.folders.has(name)) this.sftp.attrs(id, folderAttributes());
    else if (this.options.isTaken(name)) this.sftp.attrs(id, fileAttributes(0, 0));
    else this.sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  }

  private async open(id: number, path: string, flags: number): Promise<void> {
    const writes = (flags & OPEN_MODE.WRITE) !== 0;
    if (writes && (await this.playsFault(id, () => Promise.resolve()))) return;
    if (writes && !this.options.folders.has(parentOf(path))) this.sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    else if (!writes && this.options.files.get(path) === undefined) this.sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    else
      this.give(
        id,
        writes ? { kind: 'write', path, bytes: Buffer.alloc(64 * 1024), length: 0 } : { kind: 'read', path },
      );
  }

  private read(id: number, handle: Buffer, offset: number, length: number): void {
    const open = this.handle(handle);
    const file = open?.kind === 'read' ? this.options.files.get(open.path) : undefined;
    if (file === undefined) this.sftp.status(id, STATUS_CODE.FAILURE);
    else if (offset >= file.bytes.length) this.sftp.status(id, STATUS_CODE.EOF);
    else this.sftp.data(id, file.bytes.subarray(offset, offset + length));
  }

  private write(id: number, handle: Buffer, offset: number, data: Buffer): void {
    const open = this.handle(handle);
    if (open?.kind !== 'write') {
      this.sftp.status(id, STATUS_CODE.FAILURE);
      return;
    }
    const end = offset + data.length;
    if (end > open.bytes.length) open.bytes = Buffer.concat([open.bytes], Math.max(end, open.bytes.length * 2));
    data.copy(open.bytes, offset);
    open.length = Math.max(open.length, end);
    this.sftp.status(id, STATUS_CODE.OK);
  }

  private close(id: number, handle: Buffer): void {
    const open = this.handle(handle);
    if (open?.kind === 'write')
      this.options.files.write(
        open.path,
        Buffer.from(open.bytes.subarray(0, open.length)),
        this.options.now().getTime(),
      );
    if (open !== undefined) this.handles.delete(handle.readUInt32BE(0));
    this.sftp.status(id, open === undefined ? STATUS_CODE.FAILURE : STATUS_CODE.OK);
  }

  private openFolder(id: number, path: string): void {
    if (this.options.folders.has(path)) this.give(id, { kind: 'folder', path, listed: false });
    else this.sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  }

  private list(id: number, handle: Buffer): void {
    const open = this.handle(handle);
    if (open?.kind !== 'folder') this.sftp.status(id, STATUS_CODE.FAILURE);
    else if (open.listed) this.sftp.status(id, STATUS_CODE.EOF);
    else {
      open.listed = true;
      this.sftp.name(
        id,
        this.options.files.list(open.path).map((file) => {
          const filename = posix.basename(file.path);
          return {
            filename,
            longname: `-rw-r----- 1 print print ${filename}`,
            attrs: fileAttributes(file.bytes.length, file.modified),
          };
        }),
      );
    }
  }

  private async rename(id: number, from: string, to: string): Promise<void> {
    const act = async (): Promise<number> => {
      if (this.options.files.get(from) === undefined || !this.options.folders.has(parentOf(to)))
        return STATUS_CODE.NO_SUCH_FILE;
      if (this.options.files.get(to) !== undefined) return STATUS_CODE.FAILURE;
      await this.options.files.rename(from, to);
      this.options.onRenamed(to);
      return STATUS_CODE.OK;
    };
    // Only a letter's hand-over is struck; moving reports is housekeeping.
    if (to.endsWith('.zip') && (await this.playsFault(id, act))) return;
    this.sftp.status(id, await act());
  }

  private give(id: number, open: Handle): void {
    const number = this.nextHandle;
    this.nextHandle += 1;
    this.handles.set(number, open);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(number);
    this.sftp.handle(id, handle);
  }

  private handle(handle: Buffer): Handle | undefined {
    return handle.length === 4 ? this.handles.get(handle.readUInt32BE(0)) : undefined;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function fileAttributes(size: number, modified: number): Attributes {
  const seconds = Math.floor(modified / 1000);
  return { mode: FILE_MODE, uid: 1, gid: 1, size, atime: seconds, mtime: seconds };
}

function folderAttributes(): Attributes {
  return { mode: FOLDER_MODE, uid: 1, gid: 1, size: 0, atime: 0, mtime: 0 };
}
