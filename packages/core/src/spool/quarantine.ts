import { constants, fstatSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DamageReport } from './damage-report.ts';
import { type Disk, realDisk, writeAll } from './disk.ts';
import type { SpooledEntry } from './spool-cursor.ts';

/** An entry that its destination will not have. */
export interface QuarantinedEntry {
  readonly entry: SpooledEntry;
  readonly fate: string;
  readonly reason: string;
}

/**
 * Keeps what cannot be delivered in the folder `quarantine` beside the epochs, for people to look
 * at: refused entries with their reason, one JSON object a line, and damaged bytes as they were.
 */
export class Quarantine {
  readonly #roots: readonly string[];
  readonly #disk: Disk;

  constructor(roots: readonly string[], disk: Disk = realDisk) {
    this.#roots = roots;
    this.#disk = disk;
  }

  /** Durable on return. Throws if it could not be kept; the entries are not settled then. */
  keep(epoch: string, refused: readonly QuarantinedEntry[]): void {
    const at = new Date().toISOString();
    const lines = refused.map(({ entry, fate, reason }) => {
      const head = JSON.stringify({ at, id: entry.id, seq: entry.seq, fate, reason });
      return `${head.slice(0, -1)},"entry":${entry.text}}\n`;
    });
    this.#append(`${epoch}.ndjson`, Buffer.from(lines.join('')));
  }

  keepDamage(damage: DamageReport): void {
    const name = `${damage.epoch}-${damage.file}-${damage.offset}.damaged`;
    if (damage.bytes.length > 0) this.#append(name, damage.bytes);
  }

  /** Moves a file that cannot be read. Leaves it where it is if that fails too. */
  keepFile(epoch: string, path: string): void {
    for (const root of this.#roots) {
      try {
        const directory = join(root, 'quarantine');
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        renameSync(path, join(directory, `${epoch}-${basename(path)}.unreadable`));
        return;
      } catch {
        // Another root may be on the same file system.
      }
    }
  }

  #append(name: string, bytes: Buffer): void {
    const failures: unknown[] = [];
    for (const root of this.#roots) {
      try {
        this.#appendIn(root, name, bytes);
        return;
      } catch (error) {
        failures.push(error);
      }
    }
    throw failures[0];
  }

  #appendIn(root: string, name: string, bytes: Buffer): void {
    const disk = this.#disk;
    const directory = join(root, 'quarantine');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const fd = disk.open(join(directory, name), flags, 0o600);
    const before = fstatSync(fd).size;
    try {
      writeAll(disk, fd, bytes);
      disk.sync(fd);
      // A name that is new is lost in a power cut until its directory is flushed.
      if (before === 0) for (const path of [directory, root]) disk.syncDirectory(path);
    } catch (error) {
      // Half a line would make the next one unreadable too.
      disk.truncate(fd, before);
      throw error;
    } finally {
      disk.close(fd);
    }
  }
}

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
