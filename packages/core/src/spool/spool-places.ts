import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WhodidError } from '../errors.ts';
import { failureCode } from './disk.ts';
import { isPrivateDirectory, makePrivateDirectory } from './private-directory.ts';

/** A directory in which each epoch has a directory of its own. */
export interface SpoolRoot {
  readonly path: string;
  /** Directories that must be ours alone, outermost first: others may write beside them. */
  readonly guards: readonly string[];
  /** Whether what is synced there survives a power cut. */
  readonly durable: boolean;
}

/** Where one process may keep entries. */
export interface SpoolPlaces {
  /** In memory and outside the app's process; `null` if this machine has no such thing. */
  readonly ring: SpoolRoot | null;
  /** On disk, best first: the one that was asked for, then one in the temporary directory. */
  readonly spool: readonly SpoolRoot[];
}

/** All places, the ring first. */
export function rootsOf({ ring, spool }: SpoolPlaces): readonly SpoolRoot[] {
  return ring === null ? spool : [ring, ...spool];
}

const tmpfsType = 0x0102_1994;
const ramfsType = 0x8584_58f6;

/**
 * The places that belong to a spool directory. The same directory gives the same places in every
 * process of this user: that is how entries of a dead process are found.
 */
export function spoolPlaces(spoolDirectory: string, ringDirectory: string | null): SpoolPlaces {
  const wanted = canonicalPath(spoolDirectory);
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const user = `whodid-${process.getuid?.() ?? 'user'}`;
  return {
    ring: ringRoot(ringDirectory, user, name),
    spool: [rootAt(wanted, []), guarded(join(tmpdir(), user), `spool-${name}`)],
  };
}

/** Makes a root if it is missing. Throws WhodidError `SPOOL_UNUSABLE`. */
export function prepareRoot(root: SpoolRoot): void {
  for (const guard of root.guards) makePrivateDirectory(guard);
  try {
    mkdirSync(root.path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const facts = { directory: root.path, reason: failureCode(error) };
    throw new WhodidError('SPOOL_UNUSABLE', facts, { cause: error });
  }
}

/** Whether what lies in a root can only come from this user. */
export function isTrusted(root: SpoolRoot): boolean {
  return root.guards.every((guard) => isPrivateDirectory(guard));
}

function ringRoot(chosen: string | null, user: string, name: string): SpoolRoot | null {
  if (chosen !== null) {
    const path = join(resolve(chosen), name);
    return { path, guards: [path], durable: false };
  }
  return isMemory('/dev/shm') ? guarded(join('/dev/shm', user), name) : null;
}

function guarded(parent: string, name: string): SpoolRoot {
  const path = join(parent, name);
  return rootAt(path, [parent, path]);
}

// A sync on tmpfs succeeds and means nothing. On some systems /tmp is one.
function rootAt(path: string, guards: readonly string[]): SpoolRoot {
  return { path, guards, durable: !isMemory(existingParent(path)) };
}

function existingParent(path: string): string {
  const parent = resolve(path, '..');
  return existsSync(path) || parent === path ? path : existingParent(parent);
}

function isMemory(path: string): boolean {
  try {
    const { type } = statfsSync(path);
    return type === tmpfsType || type === ramfsType;
  } catch {
    return false;
  }
}

// Two ways to the same directory must give one place. What does not exist yet has one way only.
function canonicalPath(path: string): string {
  const absolute = resolve(path);
  const parent = resolve(absolute, '..');
  if (parent === absolute) return absolute;
  try {
    return realpathSync(absolute);
  } catch {
    return join(canonicalPath(parent), absolute.slice(parent.length));
  }
}
