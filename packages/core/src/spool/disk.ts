import fs from 'node:fs';
import { isWhodidError } from '../errors.ts';

/**
 * The file calls of the spool that can fail on a real disk, so that a test can make one fail.
 *
 * Synchronous on purpose: they run in the delivery thread, and the asynchronous ones would take
 * threads of libuv's pool, which belong to the app. A frozen disk then holds up nobody but us.
 */
export interface Disk {
  open(path: string, flags: number, mode: number): number;
  write(fd: number, bytes: Buffer): number;
  truncate(fd: number, bytes: number): void;
  sync(fd: number): void;
  close(fd: number): void;
  unlink(path: string): void;
  /** Makes the names in a directory durable. */
  syncDirectory(path: string): void;
}

export const realDisk: Disk = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  write: (fd, bytes) => fs.writeSync(fd, bytes, 0, bytes.length),
  truncate: (fd, bytes) => fs.ftruncateSync(fd, bytes),
  sync: (fd) => fs.fdatasyncSync(fd),
  close: (fd) => fs.closeSync(fd),
  unlink: (path) => fs.unlinkSync(path),
  syncDirectory(path) {
    // Windows has no such thing.
    if (process.platform === 'win32') return;
    const fd = fs.openSync(path, fs.constants.O_RDONLY);
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
};

/** Creates a file that must not exist, for appending; never follows a link. */
export const createFlags: number =
  fs.constants.O_RDWR |
  fs.constants.O_CREAT |
  fs.constants.O_EXCL |
  fs.constants.O_APPEND |
  (fs.constants.O_NOFOLLOW ?? 0);

/**
 * Writes all bytes, or throws. A full disk shows as a short write first and as ENOSPC only when the
 * rest is tried.
 */
export function writeAll(disk: Disk, fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    const count = disk.write(fd, bytes.subarray(written));
    if (count === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    written += count;
  }
}

/** The code of a failed file call, as in `ENOSPC`. Never its message: that has paths in it. */
export function failureCode(error: unknown): string {
  if (error instanceof Error) {
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  }
  return 'unknown';
}

/** Whether reading this file will fail every time, so that waiting for it would be for ever. */
export function isUnreadable(error: unknown): boolean {
  return ['EIO', 'EISDIR'].includes(failureCode(error));
}

/** Why something failed, in words that hold no captured value. */
export function reasonOf(error: unknown): string {
  if (isWhodidError(error) && 'reason' in error.facts) return error.facts.reason;
  return failureCode(error);
}
