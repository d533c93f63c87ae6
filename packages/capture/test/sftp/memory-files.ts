import { posix } from 'node:path';
import ssh2, { type Attributes } from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;

/** A refusal of the file system, as a status of SFTP. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Files and folders in memory, by absolute path. Relative ones are in `/home`. */
export class MemoryFiles {
  readonly files = new Map<string, Buffer>();
  readonly folders = new Set(['/', '/home', '/in', '/out']);
  /** Nothing below these may be touched. */
  readonly forbidden = new Set<string>();

  resolve(path: string): string {
    const whole = posix.resolve('/home', path);
    for (const folder of this.forbidden) {
      if (whole.startsWith(folder)) throw new StatusError(STATUS_CODE.PERMISSION_DENIED);
    }
    return whole;
  }

  stat(path: string): Attributes {
    const whole = this.resolve(path);
    const file = this.files.get(whole);
    if (file !== undefined) return attributes(0o100644, file.length);
    if (this.folders.has(whole)) return attributes(0o040755, 0);
    throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
  }

  open(path: string, writes: boolean, truncates: boolean): string {
    const whole = this.resolve(path);
    if (!writes && !this.files.has(whole)) throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
    if (!this.folders.has(posix.dirname(whole))) throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
    if (writes && (truncates || !this.files.has(whole))) this.files.set(whole, Buffer.alloc(0));
    return whole;
  }

  write(whole: string, offset: number, data: Buffer): void {
    const before = this.files.get(whole) ?? Buffer.alloc(0);
    const after = Buffer.alloc(Math.max(before.length, offset + data.length));
    before.copy(after);
    data.copy(after, offset);
    this.files.set(whole, after);
  }

  read(whole: string, offset: number, length: number): Buffer {
    return (this.files.get(whole) ?? Buffer.alloc(0)).subarray(offset, offset + length);
  }

  names(folder: string): { filename: string; longname: string; attrs: Attributes }[] {
    const whole = this.resolve(folder);
    if (!this.folders.has(whole)) throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
    return [...this.files.keys(), ...this.folders]
      .filter((path) => path !== whole && posix.dirname(path) === whole)
      .map((path) => {
        const attrs = this.stat(path);
        const letter = this.folders.has(path) ? 'd' : '-';
        const filename = posix.basename(path);
        return { filename, longname: `${letter}rw-r--r-- 1 u g ${attrs.size} ${filename}`, attrs };
      });
  }

  remove(path: string): void {
    if (!this.files.delete(this.resolve(path))) throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
  }

  removeFolder(path: string): void {
    if (this.names(path).length > 0) throw new StatusError(STATUS_CODE.FAILURE);
    this.folders.delete(this.resolve(path));
  }

  makeFolder(path: string): void {
    const whole = this.resolve(path);
    if (!this.folders.has(posix.dirname(whole))) throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
    this.folders.add(whole);
  }

  rename(from: string, to: string): void {
    const file = this.files.get(this.resolve(from));
    if (file === undefined) throw new StatusError(STATUS_CODE.NO_SUCH_FILE);
    this.files.set(this.resolve(to), file);
    this.files.delete(this.resolve(from));
  }
}

function attributes(mode: number, size: number): Attributes {
  return { mode, uid: 1000, gid: 1000, size, atime: 1_700_000_000, mtime: 1_700_000_000 };
}
