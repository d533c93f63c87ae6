import { open, stat, unlink } from 'node:fs/promises';
import { failureCode } from '../spool/disk.ts';

// A rotation takes milliseconds. Whoever has not finished it by then is dead, or as good as.
const staleMs = 2000;

/**
 * Runs `work` while no other process runs its own under the same path, and tells whether it did.
 *
 * A lock whose owner died falls to the next one who asks after 2 s. An owner that was only stopped may
 * come back then and find itself not alone, so `work` must not do harm in that case either.
 */
export async function withRotationLock(path: string, work: () => Promise<void>): Promise<boolean> {
  if (!(await take(path)) && !((await removeStale(path)) && (await take(path)))) return false;
  try {
    await work();
  } finally {
    await unlink(path).catch(() => undefined);
  }
  return true;
}

async function take(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    await handle.close();
    return true;
  } catch (error) {
    if (failureCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Math.abs(Date.now() - mtimeMs) < staleMs) return false;
    await unlink(path);
  } catch {
    // Its owner has removed it just now.
  }
  return true;
}
