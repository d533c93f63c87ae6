import { dirname } from 'node:path';
import type { ChunkReader } from './chunk-reader.ts';
import { type Disk, failureCode, reasonOf } from './disk.ts';
import { lastSeqIn } from './last-seq.ts';
import { listSegments } from './segment-files.ts';
import {
  appendRun,
  createSegment,
  hasVanished,
  type OpenSegment,
  restoreSegment,
  retireSegment,
  type SegmentPlace,
} from './segment-writer.ts';

/** One segment as the spool knows it. */
export interface Segment {
  readonly first: number;
  path: string;
  /** How far it may be read: what is durable, or the size of the file when it was found. */
  bytes: number;
  readonly durable: boolean;
}

export interface EpochSpoolOptions {
  /** Every directory that may have segments of this epoch. */
  readonly directories: readonly string[];
  /** Where to write, best first. */
  readonly places: readonly SegmentPlace[];
  /** What each segment begins with. */
  readonly header: Buffer;
  readonly disk: Disk;
  readonly chunks: ChunkReader;
  /** Whether what was synced below a directory survives a power cut. */
  isDurable(path: string): boolean;
  /** Moves a file that cannot be read to where people look for such things. */
  setAside(path: string): void;
  /** Called with the code of a failure that the spool has dealt with. */
  onFault(code: string): void;
}

const segmentBytes = 4 * 1024 * 1024;
// How long a place that failed is left alone while another one works, in runs written there.
const runsBeforeReturn = 64;

/**
 * The entries of one epoch that have left the ring and have no receipt yet, in segments on disk.
 *
 * Writing and reading take turns in one thread: {@link append} adds at the end, a cursor reads from
 * {@link oldest} and drops what is settled.
 */
export class EpochSpool {
  readonly #options: EpochSpoolOptions;
  readonly #segments: Segment[];
  #output: OpenSegment | null = null;
  #place = 0;
  #runsHere = 0;
  #spooled: number;
  #trouble: string | null = null;

  /** Finds what is there by listing it, and by scanning the newest segment to its end. */
  constructor(options: EpochSpoolOptions) {
    this.#options = options;
    this.#segments = listSegments(options.directories).map(({ first, path, bytes }) => ({
      first,
      path,
      bytes,
      durable: options.isDurable(path),
    }));
    // Several may begin with the same entry, of which one has it: see `#begin`.
    const newest = this.#segments.filter(({ first }) => first === this.#segments.at(-1)?.first);
    this.#spooled = Math.max(
      0,
      ...newest.map((segment) => Math.max(segment.first - 1, lastSeqIn(segment, options.chunks))),
    );
  }

  /** Highest number that is in the spool or was settled; 0 if there is none. */
  get spooled(): number {
    return this.#spooled;
  }

  /** Highest number up to which everything survives a power cut. */
  get durable(): number {
    const weak = this.#segments.find((segment) => !segment.durable);
    return weak === undefined ? this.spooled : weak.first - 1;
  }

  /** Why the best place is not in use, as in `EACCES`; `null` if it is. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** The segment to read first, or `undefined` if there is none. */
  oldest(): Segment | undefined {
    return this.#segments[0];
  }

  /** The number that the segment behind `segment` begins with. */
  nextFirst(segment: Segment): number {
    return this.#segments[this.#segments.indexOf(segment) + 1]?.first ?? this.spooled + 1;
  }

  /** Whether entries may still be added to this segment. */
  isOpen(segment: Segment): boolean {
    return this.#output !== null && segment === this.#segments.at(-1);
  }

  /**
   * Adds frames. On return they are synced, and durable if the place is.
   *
   * @throws the failure if no place took them. Nothing was added then, and a later try may succeed.
   */
  append(run: Buffer, first: number, last: number): void {
    if (!this.#appendToOpen(run)) this.#begin(first, run);
    this.#spooled = last;
  }

  /** Gives up a segment that cannot be read: it costs its entries, not those behind it. */
  setAside(segment: Segment): void {
    if (this.isOpen(segment)) this.#close();
    this.#forget(segment);
    this.#options.setAside(segment.path);
  }

  /** Removes a segment that is settled to its end and not open. */
  drop(segment: Segment): void {
    this.#forget(segment);
    try {
      this.#options.disk.unlink(segment.path);
    } catch (error) {
      // Gone already is what we want; anything else costs space until the next process tries.
      if (failureCode(error) !== 'ENOENT') this.#options.onFault(failureCode(error));
    }
  }

  /**
   * Replaces the open segment, if all in it is settled, by an empty one whose name says so: a later
   * process then does not deliver it again. Does nothing if it holds less than `fromBytes`.
   */
  renew(fromBytes: number): void {
    const settled = this.#segments.at(-1);
    if (this.#output === null || settled === undefined) return;
    if (settled.bytes - this.#options.header.length < Math.max(1, fromBytes)) return;
    this.#close();
    try {
      this.#begin(this.spooled + 1, Buffer.alloc(0));
      this.drop(settled);
    } catch (error) {
      this.#options.onFault(failureCode(error));
    }
  }

  close(): void {
    this.#close();
  }

  #appendToOpen(run: Buffer): boolean {
    const output = this.#output;
    const segment = this.#segments.at(-1);
    if (output === null || segment === undefined) return false;
    this.#runsHere += 1;
    const full = output.bytes + run.length > segmentBytes;
    if (full || (this.#place > 0 && this.#runsHere > runsBeforeReturn)) {
      this.#close();
      return false;
    }
    this.#checkLimit(this.#options.places[this.#place], run.length);
    try {
      appendRun(this.#options.disk, output, run);
      if (hasVanished(output)) this.#restore(output, segment);
      segment.bytes = output.bytes;
      return true;
    } catch (error) {
      this.#options.onFault(failureCode(error));
      this.#close();
      return false;
    }
  }

  // The directory was removed under us. What we wrote to has no name any more, but we still hold it.
  #restore(output: OpenSegment, segment: Segment): void {
    this.#options.onFault('spool directory removed');
    const directory = this.#options.places[this.#place]?.prepare() ?? dirname(segment.path);
    this.#output = restoreSegment(this.#options.disk, output, directory);
    segment.path = this.#output.path;
  }

  #begin(first: number, run: Buffer): void {
    const { places, disk, header } = this.#options;
    const failures: unknown[] = [];
    for (const [index, place] of places.entries()) {
      try {
        this.#checkLimit(place, run.length);
        const output = createSegment(disk, place.prepare(), { first, header, run });
        this.#output = output;
        this.#place = index;
        this.#runsHere = 0;
        const { path, bytes } = output;
        this.#segments.push({ first, path, bytes, durable: this.#options.isDurable(path) });
        this.#trouble = failures.length === 0 ? null : reasonOf(failures[0]);
        return;
      } catch (error) {
        failures.push(error);
      }
    }
    this.#trouble = reasonOf(failures[0]);
    throw failures[0];
  }

  #checkLimit(place: SegmentPlace | undefined, bytes: number): void {
    const used = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    if (place === undefined || used + bytes <= place.limitBytes) return;
    throw Object.assign(new Error('the spool reached its limit'), { code: 'spool full' });
  }

  #forget(segment: Segment): void {
    const at = this.#segments.indexOf(segment);
    if (at !== -1) this.#segments.splice(at, 1);
  }

  #close(): void {
    if (this.#output !== null) retireSegment(this.#options.disk, this.#output);
    this.#output = null;
  }
}
