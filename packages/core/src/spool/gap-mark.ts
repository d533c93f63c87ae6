import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { createFlags } from './disk.ts';

/** Entries that were dropped, by their numbers. */
export interface GapRange {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly reason: string;
}

/** Name of the file in a ring directory. */
export const gapMarkFile = 'gap.mark';

// The file has this size from the beginning, so that a full tmpfs cannot refuse a later write.
const markBytes = 256;

/**
 * Remembers dropped entries outside the process until a `gap` entry names them. A process that is
 * killed while it drops would otherwise take the number with it.
 */
export class GapMark {
  readonly #fd: number;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** The mark of a directory, or `null` if it cannot be made. */
  static open(directory: string): GapMark | null {
    try {
      const mark = new GapMark(
        openSync(join(directory, gapMarkFile), createFlags & ~constants.O_APPEND, 0o600),
      );
      mark.set(null);
      return mark;
    } catch {
      return null;
    }
  }

  /** One small write to memory that is there already. */
  set(range: GapRange | null): void {
    const text = range === null ? '' : JSON.stringify(range);
    const bytes = Buffer.alloc(markBytes);
    const length = bytes.write(text, 8, 'utf8');
    bytes.writeUInt32LE(length, 4);
    bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
    try {
      writeSync(this.#fd, bytes, 0, markBytes, 0);
    } catch {
      // The count in memory is right; only a SIGKILL before the gap entry would lose it.
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** What the mark in the directory of a dead process says; `null` if nothing was dropped. */
export function readGapMark(directory: string): GapRange | null {
  try {
    const bytes = readFileSync(join(directory, gapMarkFile));
    if (bytes.length !== markBytes || crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0))
      return null;
    const length = bytes.readUInt32LE(4);
    return length === 0 ? null : (JSON.parse(bytes.toString('utf8', 8, 8 + length)) as GapRange);
  } catch {
    return null;
  }
}
