import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failureCode } from '../spool/disk.ts';
import { isAbandoned, type Owner, thisProcess, touchOwner } from '../spool/owner.ts';

const retryMs = 3;
const ownPrefix = 'own-';

/**
 * Lets one process at a time write to a folder. The lock is a directory that says whose it is: taking
 * and giving back is a rename, and one whose owner is dead is taken away from it at once.
 */
export class FolderLock {
  readonly #owner: Owner = thisProcess();
  readonly #home: string;
  readonly #lock: string;
  readonly #own: string;

  constructor(home: string) {
    this.#home = home;
    this.#lock = join(home, 'lock');
    this.#own = join(home, `${ownPrefix}${randomBytes(8).toString('hex')}`);
  }

  /**
   * Runs `work` alone, and tells what it gave. `null` if another process was at work for all of
   * `waitMs`. Throws what `work` does, and if the folder cannot be written to.
   */
  async hold<T>(waitMs: number, work: () => T): Promise<{ readonly result: T } | null> {
    for (const until = performance.now() + waitMs; !this.#take(); ) {
      if (performance.now() > until) return null;
      await wait(retryMs * (1 + Math.random()));
    }
    try {
      return { result: work() };
    } finally {
      this.#giveBack();
    }
  }

  /** Removes what dead processes have left. */
  tidy(): void {
    for (const name of readdirSync(this.#home)) {
      const path = join(this.#home, name);
      if (!name.startsWith(ownPrefix) || !isAbandoned(path, this.#owner)) continue;
      rmSync(path, { recursive: true, force: true });
    }
  }

  /** Leaves nothing behind. */
  release(): void {
    rmSync(this.#own, { recursive: true, force: true });
  }

  #giveBack(): void {
    try {
      renameSync(this.#lock, this.#own);
    } catch (error) {
      // Somebody took us for dead, as after a minute in which this machine slept.
      if (failureCode(error) !== 'ENOENT') throw error;
    }
  }

  #take(): boolean {
    this.#breakStale();
    mkdirSync(this.#own, { recursive: true, mode: 0o700 });
    touchOwner(this.#own, this.#owner);
    // On some systems a rename replaces an empty directory; one with an owner in it never.
    if (existsSync(this.#lock)) return false;
    try {
      renameSync(this.#own, this.#lock);
      return true;
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(failureCode(error))) return false;
      throw error;
    }
  }

  // Two may find out at once that the owner is dead, and one of them be so slow that it takes away
  // the lock of the other: it gives that back.
  #breakStale(): void {
    if (!isAbandoned(this.#lock, this.#owner)) return;
    const taken = join(this.#home, `dead-${randomBytes(8).toString('hex')}`);
    try {
      renameSync(this.#lock, taken);
      if (isAbandoned(taken, this.#owner)) rmSync(taken, { recursive: true, force: true });
      else renameSync(taken, this.#lock);
    } catch (error) {
      if (failureCode(error) !== 'ENOENT') throw error;
    }
  }
}
