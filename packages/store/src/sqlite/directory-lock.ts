import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WhodidError } from '@whodid/core';
import { isBusy } from './sqlite-fault.ts';

/** The right to write to a directory. */
export interface DirectoryLock {
  /** Idempotent. */
  release(): void;
}

/**
 * Takes the only right to write to a directory, for this process and this caller.
 *
 * The lock is one that SQLite takes on a file, so the kernel releases it when the process ends,
 * however it ends. The file with the process id is only for the message: it may be left over.
 *
 * @throws WhodidError `STORE_LOCKED` at once, with the process id of whoever has it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const pidPath = join(directory, 'writer.pid');
  const file = new DatabaseSync(join(directory, 'writer.lock'), { timeout: 0 });
  try {
    file.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    throw new WhodidError('STORE_LOCKED', { directory, pid: readPid(pidPath) });
  }
  writeFileSync(pidPath, `${process.pid}\n`);
  return {
    release: () => {
      if (!file.isOpen) return;
      rmSync(pidPath, { force: true });
      file.close();
    },
  };
}

function readPid(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}
