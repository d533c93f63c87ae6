import { readFileSync, readlinkSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that a directory belongs to, told apart from a later one with the same number. */
export interface Owner {
  readonly pid: number;
  /** When it started, in the kernel's ticks since boot; `null` where there is no /proc. */
  readonly startTicks: string | null;
  /** Which boot and which process number space the two above count in. */
  readonly bootId: string | null;
  readonly pidNamespace: string | null;
}

/** Name of the owner file. A directory without one belongs to nobody. */
export const ownerFile = 'owner.json';

/** How often an owner shows that it lives, in milliseconds. */
export const heartbeatMs = 10_000;

// Longest silence of an owner that we cannot look up: in another container, or of another boot.
const silenceLimitMs = 60_000;

/** This process. */
export function thisProcess(): Owner {
  return {
    pid: process.pid,
    startTicks: procStat('self')?.startTicks ?? null,
    bootId: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: readOr(() => readlinkSync('/proc/self/ns/pid')),
  };
}

export function writeOwner(directory: string, owner: Owner): void {
  writeFileSync(join(directory, ownerFile), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
}

/** Shows that the owner lives, also if somebody has removed the file that says so. */
export function touchOwner(directory: string, owner: Owner): void {
  const now = Date.now() / 1000;
  try {
    utimesSync(join(directory, ownerFile), now, now);
  } catch {
    writeOwner(directory, owner);
  }
}

/**
 * Whether the owner of a directory is gone, so that its entries are ours to deliver.
 *
 * A process of our own boot and number space is looked up, which is certain. Any other counts as
 * gone when it has not shown a sign of life for a minute.
 */
export function isAbandoned(directory: string, self: Owner): boolean {
  const path = join(directory, ownerFile);
  const touchedAt = readOr(() => statSync(path).mtimeMs);
  if (touchedAt === null) return readOr(() => statSync(directory).isDirectory()) ?? false;
  const owner = readOwner(path);
  // Half-written: its writer died in the middle, or is about to finish.
  if (owner === null) return Date.now() - touchedAt > silenceLimitMs;
  if (owner.bootId === self.bootId && owner.pidNamespace === self.pidNamespace) {
    return !isRunning(owner);
  }
  return Date.now() - touchedAt > silenceLimitMs;
}

/**
 * Names the hold of an owner that is certainly gone: the same for whoever asks, another one for each
 * time that it was taken. `null` if the owner lives, or if nothing tells who it is.
 *
 * Other than {@link isAbandoned} it takes what is not there for no evidence: a directory that changes
 * hands by being renamed may be another one from one look to the next.
 */
export function deadHold(directory: string, self: Owner): string | null {
  const path = join(directory, ownerFile);
  const touchedAt = readOr(() => statSync(path).mtimeMs);
  const owner = readOwner(path);
  // Unless it was the same hold all the while, what was read may be of another one.
  if (touchedAt !== readOr(() => statSync(path).mtimeMs)) return null;
  if (touchedAt === null || owner === null) return null;
  const isOurs = owner.bootId === self.bootId && owner.pidNamespace === self.pidNamespace;
  const isDead = isOurs ? !isRunning(owner) : Date.now() - touchedAt > silenceLimitMs;
  return isDead ? `${owner.pid}-${owner.startTicks ?? 0}-${Math.round(touchedAt)}` : null;
}

function readOwner(path: string): Owner | null {
  const read: unknown = readOr(() => JSON.parse(readFileSync(path, 'utf8')));
  if (typeof read !== 'object' || read === null || !('pid' in read)) return null;
  return Number.isSafeInteger(read.pid) ? (read as Owner) : null;
}

function isRunning(owner: Owner): boolean {
  if (owner.startTicks !== null) {
    const stat = procStat(String(owner.pid));
    // A killed process that its parent has not asked about yet is a zombie: Z.
    return stat !== null && !/[ZX]/.test(stat.state) && stat.startTicks === owner.startTicks;
  }
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function procStat(pid: string): { readonly state: string; readonly startTicks: string } | null {
  const line = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (line === null) return null;
  // The program's name is in brackets and may have spaces and brackets itself.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
}

function readOr<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
