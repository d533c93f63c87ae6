import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failureCode } from './disk.ts';
import { epochDirectory, epochForm } from './epoch-directory.ts';
import { gapMarkFile } from './gap-mark.ts';
import { isAbandoned, type Owner, ownerFile } from './owner.ts';
import { isTrusted, type SpoolRoot } from './spool-places.ts';

/** Directories of a dead process that are ours now. */
export interface Adopted {
  readonly epoch: string;
  readonly directories: readonly string[];
}

export interface Adopter {
  /** Our own epoch: what we adopt goes below its directory, so that it is adopted with us. */
  readonly epoch: string;
  readonly owner: Owner;
  /** Where epochs have their directories, in memory and on disk. */
  readonly roots: readonly SpoolRoot[];
}

const folder = 'adopted';

/**
 * Takes over the directories of dead processes. A rename decides: of several adopters one wins and
 * the others find nothing.
 *
 * @returns how many directories were taken.
 * @throws the failure if one could not be taken, as when it belongs to another user. All others are.
 */
export function adoptAbandoned(adopter: Adopter): number {
  let taken = 0;
  const failures: unknown[] = [];
  for (const root of adopter.roots.filter((candidate) => isTrusted(candidate))) {
    for (const epoch of namesIn(root.path).filter((name) => epochForm.test(name))) {
      if (epoch === adopter.epoch || !isAbandoned(join(root.path, epoch), adopter.owner)) continue;
      try {
        if (take(adopter, root, epoch)) taken += 1;
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  return taken;
}

/** Everything that was adopted by us, now or before our delivery thread was restarted. */
export function listAdopted(adopter: Adopter): readonly Adopted[] {
  const byEpoch = new Map<string, string[]>();
  for (const root of adopter.roots) {
    const home = join(root.path, adopter.epoch, folder);
    flatten(home);
    for (const name of namesIn(home)) {
      const epoch = name.slice(0, 16);
      if (!epochForm.test(epoch)) continue;
      byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), join(home, name)]);
    }
  }
  return [...byEpoch].map(([epoch, directories]) => ({ epoch, directories }));
}

/** Where new segments of an adopted epoch go, below one of our own directories. */
export function adoptedHome(ownDirectory: string, epoch: string): string {
  const directory = join(ownDirectory, folder, epoch);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

/** Removes a directory that has no entries left. What we do not know in it stays, and it with it. */
export function removeEpochDirectory(directory: string): void {
  for (const file of [ownerFile, gapMarkFile]) rmSync(join(directory, file), { force: true });
  removeIfEmpty(join(directory, folder));
  removeIfEmpty(directory);
}

/** Removes all that an epoch has left in a root. Only for an epoch of which everything is settled. */
export function discardEpoch(root: SpoolRoot, epoch: string): void {
  const directory = join(root.path, epoch);
  for (const name of namesIn(directory)) {
    if (/\.(ring|seg)$/.test(name)) rmSync(join(directory, name), { force: true });
  }
  removeEpochDirectory(directory);
  // Those that we made beside what belongs to others; the one that was asked for stays.
  if (root.guards.length > 0) removeIfEmpty(root.path);
}

function take(adopter: Adopter, root: SpoolRoot, epoch: string): boolean {
  try {
    const home = join(epochDirectory(root, adopter.epoch, adopter.owner), folder);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    moveInto(home, join(root.path, epoch), epoch);
    flatten(home);
    return true;
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return false;
    throw error;
  }
}

// What a dead process had adopted itself moves up, or paths would grow with each crash. Goes on
// where a crash in the middle of it left off.
function flatten(home: string): void {
  for (const name of namesIn(home)) {
    const inherited = join(home, name, folder);
    const names = namesIn(inherited);
    for (const epoch of names) moveInto(home, join(inherited, epoch), epoch.slice(0, 16));
    if (names.length > 0) flatten(home);
  }
}

function moveInto(home: string, from: string, epoch: string): string {
  for (let turn = 0; ; turn += 1) {
    const to = join(home, turn === 0 ? epoch : `${epoch}.${turn}`);
    try {
      renameSync(from, to);
      return to;
    } catch (error) {
      const taken = ['ENOTEMPTY', 'EEXIST'].includes(failureCode(error));
      if (!taken || turn > 1000) throw error;
    }
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Not there, or not empty.
  }
}
