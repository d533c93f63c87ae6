import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { WhodidError } from '../errors.ts';
import { failureCode } from './disk.ts';

/**
 * Makes a directory that only this user can enter, or checks that an existing one is.
 *
 * Anybody may create files in /dev/shm and /tmp, so a directory that is there already may be a trap.
 *
 * @throws WhodidError `SPOOL_UNUSABLE`.
 */
export function makePrivateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = failureCode(error);
    throw new WhodidError('SPOOL_UNUSABLE', { directory: path, reason }, { cause: error });
  }
  const reason = distrust(path);
  if (reason !== null) throw new WhodidError('SPOOL_UNUSABLE', { directory: path, reason });
}

/** Whether a directory exists and only this user can enter it. */
export function isPrivateDirectory(path: string): boolean {
  return distrust(path) === null;
}

// Never follows a link: it could point to where somebody else reads.
function distrust(path: string): string | null {
  const found = lookAt(path);
  if (found === null) return 'it is not there';
  if (!found.isDirectory()) return 'it is not a directory';
  if (process.getuid === undefined) return null;
  if (found.uid !== process.getuid()) return 'it belongs to another user';
  if ((found.mode & 0o077) !== 0) chmodSync(path, 0o700);
  return null;
}

function lookAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}
