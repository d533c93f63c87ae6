import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failureCode } from '../spool/disk.ts';
import { deadHold, type Owner, thisProcess, touchOwner } from '../spool/owner.ts';

const retryMs = 3;
const ownPrefix = 'own-';
const deadPrefix = 'dead-';
/** Longer than anybody takes between finding out that an owner is dead and acting on it. */
const deadKeptMs = 24 * 3_600_000;

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
      const isOld = name.startsWith(deadPrefix) && ageOf(path) > deadKeptMs;
      // Others make theirs and then write into it whose it is, which is not at once.
      const isLeft = name.startsWith(ownPrefix) && deadHold(path, this.#owner) !== null;
      if (isOld || isLeft) rmSync(path, { recursive: true, force: true });
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

  // Two may find out at once that the owner is dead. The name that they give to what it left is the
  // same, so that the slower one cannot take away the lock of who came after.
  #breakStale(): void {
    const hold = deadHold(this.#lock, this.#owner);
    if (hold === null) return;
    try {
      renameSync(this.#lock, join(this.#home, `${deadPrefix}${hold}`));
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(failureCode(error))) throw error;
    }
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
