import { basename } from 'node:path';
import type { SealedText } from '../entry/entry.ts';
import { type Chunk, type ChunkReader, withFile } from './chunk-reader.ts';
import { type DamageReport, isBlank, type NumberRange, numbersBetween } from './damage-report.ts';
import { failureCode, isUnreadable } from './disk.ts';
import type { EpochSpool, Segment } from './epoch-spool.ts';
import { type Frame, frameText } from './frame.ts';

/** One entry on its way out of the spool. */
export interface SpooledEntry {
  readonly id: string;
  readonly seq: number;
  readonly text: SealedText;
}

/** Entries that follow each other, oldest first. */
export interface SpoolBatch {
  readonly entries: readonly SpooledEntry[];
  readonly last: number;
  /** Where in the segment the next batch begins. */
  readonly end: number;
  readonly damage: DamageReport | null;
}

export interface SpoolCursorOptions {
  readonly epoch: string;
  readonly spool: EpochSpool;
  readonly chunks: ChunkReader;
  onDamage(report: DamageReport): void;
}

/** Reads a spool from its oldest entry on, and removes what is settled. */
export class SpoolCursor {
  readonly #options: SpoolCursorOptions;
  #segment: Segment | undefined;
  #offset = 0;
  #lastSeq: number | null = null;

  constructor(options: SpoolCursorOptions) {
    this.#options = options;
  }

  /** Highest number up to which everything has been settled. */
  get settled(): number {
    return this.#lastSeq ?? (this.#options.spool.oldest()?.first ?? 1) - 1;
  }

  /**
   * The next entries, or `null` if there are none for now. The same ones until they are settled.
   *
   * A batch does not reach over the end of a segment.
   */
  next(limits: { readonly entries: number; readonly bytes: number }): SpoolBatch | null {
    for (;;) {
      const segment = this.#options.spool.oldest();
      if (segment === undefined) return null;
      if (segment !== this.#segment) {
        this.#segment = segment;
        this.#offset = 0;
      }
      const batch = this.#read(segment, limits);
      if (batch !== null) return batch;
      if (this.#options.spool.oldest() !== segment) continue;
      if (this.#options.spool.isOpen(segment)) return null;
      this.#options.spool.drop(segment);
    }
  }

  /** Every entry of a batch has its receipt: go on behind it. */
  settle(batch: SpoolBatch): void {
    const segment = this.#segment;
    if (segment === undefined) return;
    this.#offset = batch.end;
    this.#lastSeq = batch.last;
    if (batch.damage !== null) this.#options.onDamage(batch.damage);
    const { spool } = this.#options;
    if (batch.end >= segment.bytes && !spool.isOpen(segment)) spool.drop(segment);
  }

  #read(segment: Segment, limits: { entries: number; bytes: number }): SpoolBatch | null {
    try {
      return withFile(segment.path, (fd) => this.#readFrom(fd, segment, limits));
    } catch (error) {
      if (failureCode(error) === 'ENOENT') this.#reportLost(segment, 'file is gone');
      else if (isUnreadable(error)) {
        this.#reportLost(segment, 'file cannot be read');
        this.#options.spool.setAside(segment);
      } else throw error;
      return null;
    }
  }

  #reportLost(segment: Segment, reason: string): void {
    const next = this.#options.spool.nextFirst(segment);
    const missing = numbersBetween(Math.max(this.settled, segment.first - 1), next);
    this.#report(segment, { offset: 0, bytes: Buffer.alloc(0), missing, reason });
  }

  #readFrom(
    fd: number,
    segment: Segment,
    limits: { entries: number; bytes: number },
  ): SpoolBatch | null {
    const { chunks } = this.#options;
    if (this.#offset === 0) {
      const header = chunks.header(fd);
      if (typeof header === 'object') this.#offset = header.bytes;
    }
    const chunk = chunks.read(fd, this.#offset, segment.bytes, limits.entries);
    const frames = withinBytes(chunk.frames, limits.bytes);
    const [first, last] = [frames[0], frames.at(-1)];
    if (first === undefined || last === undefined) {
      this.#judgeTail(segment, chunk);
      return null;
    }
    return {
      entries: frames.map((frame) => ({
        id: frame.id,
        seq: frame.seq,
        text: frameText(chunk.bytes, frame) as SealedText,
      })),
      last: last.seq,
      end: chunk.base + last.end,
      damage: this.#damageBefore(segment, chunk, first.seq),
    };
  }

  #damageBefore(segment: Segment, chunk: Chunk, nextSeq: number): DamageReport | null {
    if (chunk.damage === null) return null;
    const { start, end } = chunk.damage;
    return this.#describe(segment, {
      offset: chunk.base + start,
      bytes: chunk.bytes.subarray(start, end),
      missing: numbersBetween(Math.max(this.settled, segment.first - 1), nextSeq),
      reason: 'damaged bytes in the spool',
    });
  }

  #judgeTail(segment: Segment, chunk: Chunk): void {
    if (this.#options.spool.isOpen(segment) || isBlank(chunk.bytes)) return;
    const next = this.#options.spool.nextFirst(segment);
    const missing = numbersBetween(Math.max(this.settled, segment.first - 1), next);
    // A torn end that the next segment makes up for is what a SIGKILL leaves, and costs nothing.
    if (!chunk.badTail && missing === null) return;
    const reason = 'damaged bytes in the spool';
    this.#report(segment, { offset: chunk.base, bytes: chunk.bytes, missing, reason });
  }

  #report(segment: Segment, found: Found): void {
    this.#options.onDamage(this.#describe(segment, found));
  }

  #describe(segment: Segment, found: Found): DamageReport {
    return {
      ...found,
      epoch: this.#options.epoch,
      file: basename(segment.path),
      bytes: Buffer.from(found.bytes),
    };
  }
}

interface Found {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly missing: NumberRange | null;
  readonly reason: string;
}

// At least one frame, or a large entry would never leave.
function withinBytes(frames: readonly Frame[], limit: number): readonly Frame[] {
  const start = frames[0]?.start ?? 0;
  const over = frames.findIndex((frame, index) => index > 0 && frame.end - start > limit);
  return over === -1 ? frames : frames.slice(0, over);
}
