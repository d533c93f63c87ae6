import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';

import { basename, dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failureCode } from '../spool/disk.ts';
import { withRotationLock } from './rotation-lock.ts';

export interface RotatingFileOptions {
  readonly path: string;
  readonly limitBytes: number;
  readonly backups: number;
}

/** A file that is ready to be appended to. */
export interface ReadyFile {
  readonly handle: FileHandle;
  /** Where its end was. Other processes may have appended since. */
  readonly size: number;
}

const mostTries = 25;
const pauseMs = 2;
const leftOverMs = 3_600_000;

/** Appends, and so never writes over what another process wrote; never follows a link. */
export const appendFlags: number =
  constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);

/**
 * A file that is put aside when it is full, by whichever of the processes that write it comes first.
 *
 * What was put aside gets the next number: `app.log.1` is older than `app.log.2`. A file keeps its name
 * from then on, so that whoever ships logs does not take it for a new one. A number is reserved before
 * the file is moved to it, so no file is ever moved over another, even if two processes rotate at once.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #handle: FileHandle | null = null;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
  }

  /**
   * The file that has the name now, with room for `bytes`. Does not wait long for another process that
   * is about to put it aside: a file that is too long is better than a line that is late.
   */
  async ready(bytes: number): Promise<ReadyFile> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const file = await this.#current();
      if (file.size === 0 || file.size + bytes <= this.#options.limitBytes) return file;
      if (!(await this.#rotate(bytes))) await wait(pauseMs);
    }
    return await this.#current();
  }

  /** Whether the file was deleted while it was open, with all that was written to it. */
  async isDeleted(): Promise<boolean> {
    if (this.#handle === null) return false;
    const { nlink } = await this.#handle.stat();
    if (nlink > 0) return false;
    await this.close();
    return true;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async #current(): Promise<ReadyFile> {
    if (this.#handle !== null) {
      const mine = await this.#handle.stat({ bigint: true });
      if (isSame(mine, await lookAt(this.#options.path))) {
        return { handle: this.#handle, size: Number(mine.size) };
      }
      // Another process has put it aside, or somebody has removed it.
      await this.close();
    }
    const handle = await openOrMake(this.#options.path);
    this.#handle = handle;
    return { handle, size: (await handle.stat()).size };
  }

  async #rotate(bytes: number): Promise<boolean> {
    const { path, limitBytes, backups } = this.#options;
    return await withRotationLock(`${path}.lock`, async () => {
      const found = await lookAt(path);
      // Another process was faster.
      if (found === null || Number(found.size) + bytes <= limitBytes) return;
      const numbers = await backupNumbers(path);
      const number = await reserve(path, (numbers.at(-1) ?? 0) + 1);
      await moveAside(path, `${path}.${number}`);
      await prune(path, numbers, backups - 1);
    });
  }
}

async function openOrMake(path: string): Promise<FileHandle> {
  try {
    return await open(path, appendFlags, 0o600);
  } catch (error) {
    if (failureCode(error) !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await open(path, appendFlags, 0o600);
  }
}

async function lookAt(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isSame(mine: BigIntStats, named: BigIntStats | null): boolean {
  return named !== null && mine.ino === named.ino && mine.dev === named.dev;
}

/** Numbers of the files that were put aside, oldest first. */
async function backupNumbers(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  return (await readdir(dirname(path)))
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d*$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((one, other) => one - other);
}

async function reserve(path: string, first: number): Promise<number> {
  for (let number = first; ; number += 1) {
    try {
      await (await open(`${path}.${number}`, 'wx', 0o600)).close();
      return number;
    } catch (error) {
      if (failureCode(error) !== 'EEXIST') throw error;
    }
  }
}

// Without the exclusion that the lock gives, another process may have moved it a moment ago.
async function moveAside(path: string, backup: string): Promise<void> {
  try {
    await rename(path, backup);
  } catch (error) {
    if (failureCode(error) !== 'ENOENT') throw error;
    await unlink(backup);
  }
}

// Keeps the newest. A number whose process died before it moved the file there is empty and counts for
// nothing; the process might be alive, though, and only slow.
async function prune(path: string, numbers: readonly number[], keep: number): Promise<void> {
  let kept = 0;
  for (const number of numbers.toReversed()) {
    const backup = `${path}.${number}`;
    const found = await lookAt(backup);
    if (found === null) continue;
    if (found.size > 0n) kept += 1;
    const isLeftOver = found.size === 0n && Date.now() - Number(found.mtimeMs) > leftOverMs;
    if (isLeftOver || (found.size > 0n && kept > keep)) await unlink(backup).catch(() => undefined);
  }
}
