import { closeSync, fstatSync, openSync, unlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Chunk, ChunkReader } from './chunk-reader.ts';
import { type DamageReport, isBlank, numbersBetween } from './damage-report.ts';
import { failureCode, isUnreadable } from './disk.ts';
import type { Frame } from './frame.ts';
import { listRingFiles, type RingFile } from './ring-files.ts';

/** Whole frames that lie next to each other in a ring file. */
export interface RingRun {
  /** Valid until the next read. */
  readonly bytes: Buffer;
  readonly frames: readonly Frame[];
}

export interface RingReaderOptions {
  readonly epoch: string;
  /** Every directory that may have files of this ring. */
  readonly directories: readonly string[];
  readonly chunks: ChunkReader;
  /** Highest number that is known to have left the ring before. */
  readonly lastSeq: number;
  /**
   * Number of the file that is still written to; those below are finished. `Infinity` for the ring
   * of a dead process.
   */
  newest(): number;
  onDamage(report: DamageReport): void;
  /** Moves a file that cannot be read to where people look for such things. */
  setAside(path: string): void;
}

interface OpenRingFile extends RingFile {
  readonly fd: number;
  offset: number;
}

/** What a commit makes final. */
interface PendingRun {
  readonly offset: number;
  readonly lastSeq: number;
  readonly damage: DamageReport | null;
}

const frameLimit = 2000;
const nothing = Buffer.alloc(0);

/** Reads a ring in order and removes its files. Runs in the delivery thread. */
export class RingReader {
  readonly #options: RingReaderOptions;
  #waiting: RingFile[] = [];
  #listedAt = -1;
  #file: OpenRingFile | null = null;
  #pending: PendingRun | null = null;
  #gone: RingFile | null = null;
  #lastSeq: number;
  #removedBelow = 0;

  constructor(options: RingReaderOptions) {
    this.#options = options;
    this.#lastSeq = options.lastSeq;
  }

  /** Files with lower numbers are removed. */
  get removedBelow(): number {
    return this.#removedBelow;
  }

  /** Number of the file in hand if somebody removed it under us, else 0. What is in it is readable. */
  get lost(): number {
    return this.#file !== null && fstatSync(this.#file.fd).nlink === 0 ? this.#file.number : 0;
  }

  /** The next run that was not committed yet, or `null` if there is none for now. */
  read(): RingRun | null {
    for (;;) {
      // Before the read: what is written between the two would be missed otherwise.
      const newest = this.#options.newest();
      const file = this.#file ?? this.#openNext(newest);
      if (file === null) return null;
      const finished = file.number < newest;
      const run = this.#tryRead(file, finished);
      if (run === 'unreadable') continue;
      if (run !== null) return run;
      if (!finished) return null;
      this.#remove(file);
    }
  }

  /** The last run is safe elsewhere: go on behind it. */
  commit(): void {
    if (this.#file === null || this.#pending === null) return;
    const { offset, lastSeq, damage } = this.#pending;
    this.#gone = null;
    this.#file.offset = offset;
    this.#lastSeq = lastSeq;
    this.#pending = null;
    if (damage !== null) this.#options.onDamage(damage);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file.fd);
    this.#file = null;
    this.#waiting = [];
    this.#listedAt = -1;
  }

  #tryRead(file: OpenRingFile, finished: boolean): RingRun | 'unreadable' | null {
    try {
      return this.#readFrom(file, finished);
    } catch (error) {
      if (!finished || !isUnreadable(error)) throw error;
      this.#gone = file;
      this.#forget(file);
      this.#options.setAside(file.path);
      return 'unreadable';
    }
  }

  #readFrom(file: OpenRingFile, finished: boolean): RingRun | null {
    if (file.offset === 0) {
      const header = this.#options.chunks.header(file.fd);
      if (typeof header === 'object') file.offset = header.bytes;
      else if (!finished) return null;
    }
    const chunk = this.#options.chunks.read(
      file.fd,
      file.offset,
      Number.MAX_SAFE_INTEGER,
      frameLimit,
    );
    const first = chunk.frames[0];
    if (first === undefined) {
      if (finished) this.#reportTail(file, chunk);
      return null;
    }
    this.#pending = {
      offset: file.offset + chunk.end,
      lastSeq: chunk.frames.at(-1)?.seq ?? first.seq,
      damage: this.#damageBefore(file, chunk, first.seq),
    };
    return { bytes: chunk.bytes, frames: chunk.frames };
  }

  #damageBefore(file: OpenRingFile, chunk: Chunk, next: number): DamageReport | null {
    if (chunk.damage !== null) {
      const { start, end } = chunk.damage;
      return this.#report(file, chunk.base + start, {
        bytes: chunk.bytes.subarray(start, end),
        next,
      });
    }
    if (this.#gone === null) return null;
    return {
      ...this.#report(this.#gone, 0, { bytes: nothing, next }),
      reason: 'ring file lost',
    };
  }

  #openNext(newest: number): OpenRingFile | null {
    if (this.#waiting.length === 0 && this.#listedAt !== newest) {
      this.#waiting = listRingFiles(this.#options.directories).filter(
        ({ number }) => number >= this.#removedBelow && number <= newest,
      );
      // The newest is not always there yet: after a full ring it comes when there is room again.
      const complete =
        newest === Number.POSITIVE_INFINITY || this.#waiting.at(-1)?.number === newest;
      if (complete) this.#listedAt = newest;
    }
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const fd = openIfThere(next.path);
      if (fd !== null) {
        this.#file = { ...next, fd, offset: 0 };
        return this.#file;
      }
      this.#gone = next;
    }
    return null;
  }

  #forget(file: OpenRingFile): void {
    closeSync(file.fd);
    this.#file = null;
    this.#removedBelow = file.number + 1;
  }

  #remove(file: OpenRingFile): void {
    this.#forget(file);
    try {
      unlinkSync(file.path);
    } catch (error) {
      if (failureCode(error) !== 'ENOENT') throw error;
    }
  }

  #reportTail(file: OpenRingFile, chunk: Chunk): void {
    if (!chunk.badTail || isBlank(chunk.bytes)) return;
    this.#options.onDamage(this.#report(file, chunk.base, { bytes: chunk.bytes, next: 0 }));
  }

  #report(
    file: RingFile,
    offset: number,
    { bytes, next }: { readonly bytes: Buffer; readonly next: number },
  ): DamageReport {
    return {
      epoch: this.#options.epoch,
      file: basename(file.path),
      offset,
      bytes: Buffer.from(bytes),
      reason: 'damaged bytes in the ring',
      missing: numbersBetween(this.#lastSeq, next),
    };
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return null;
    throw error;
  }
}
