import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { createFlags, failureCode, reasonOf } from './disk.ts';
import { FrameEncoder } from './frame.ts';
import { ringFileName } from './ring-files.ts';

/** Why an entry could not be kept. */
export type RingRefusal = 'ring full' | 'ring cannot be written' | 'entry too large';

/** A directory for ring files, made when it is first needed. */
export interface RingPlace {
  /** Makes the directory if it is missing and tells its path. Throws if it cannot be used. */
  prepare(): string;
}

export interface RingWriterOptions {
  /** Where to write, best first. */
  readonly places: readonly RingPlace[];
  /** Most bytes in files that were not removed yet. */
  readonly limitBytes: number;
  /** What each file begins with. */
  readonly header: Buffer;
  readonly clock: Clock;
  /** Number of the oldest file that may still exist: the reader has removed those below. */
  removedBelow(): number;
  /** Called when files have ended: those with lower numbers get no more entries. */
  onFile(number: number): void;
}

interface RingOutput {
  readonly fd: number;
  bytes: number;
}

// After a failure to open any file, each entry would try again and cost the app more than it should.
const retryMs = 100;
const usualEntryBytes = 4096;

/**
 * Appends entries to the ring: one `write` each, so that what was appended survives a SIGKILL that
 * comes right after. Runs on the app's thread and never waits for the reader.
 */
export class RingWriter {
  readonly #options: RingWriterOptions;
  readonly #fileBytes: number;
  readonly #encoder = new FrameEncoder();
  // Sizes of finished files by number, until the reader has removed them.
  readonly #finished = new Map<number, number>();
  #finishedBytes = 0;
  #output: RingOutput | null = null;
  #number = 0;
  #place = 0;
  #retryAt = 0;
  #trouble: string | null = null;

  constructor(options: RingWriterOptions) {
    this.#options = options;
    this.#fileBytes = Math.min(1024 * 1024, Math.floor(options.limitBytes / 4));
  }

  /** Why entries cannot be written, as in `ENOSPC`; `null` if they can. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Opens the first file, so that the first entry need not. */
  begin(): void {
    if (this.#output === null) this.#open();
  }

  /** Number of the file in use, or of the last one. */
  get file(): number {
    return this.#number;
  }

  /** Why an entry of usual size would be refused right now, found out without trying. */
  get refusal(): RingRefusal | null {
    if (!this.#hasRoom(usualEntryBytes)) return 'ring full';
    const blocked = this.#output === null && this.#options.clock.monotonicMs() < this.#retryAt;
    return blocked ? 'ring cannot be written' : null;
  }

  /** Keeps one entry in the kernel, or tells why it could not. */
  append(seq: number, id: string, text: string): RingRefusal | null {
    const frame = this.#encoder.encode(seq, id, text);
    if (frame === null || frame.length > this.#options.limitBytes / 2) return 'entry too large';
    if (this.#output !== null && this.#output.bytes + frame.length > this.#fileBytes)
      this.release();
    if (!this.#hasRoom(frame.length)) return 'ring full';
    for (let tries = 0; tries <= this.#options.places.length; tries += 1) {
      const output = this.#output ?? this.#open();
      if (output === null) break;
      if (this.#write(output, frame)) return null;
    }
    return 'ring cannot be written';
  }

  /** Finishes the file in use, so that the reader may remove it. The next entry begins another. */
  release(): void {
    const output = this.#output;
    if (output === null) return;
    this.#output = null;
    this.#place = 0;
    this.#finished.set(this.#number, output.bytes);
    this.#finishedBytes += output.bytes;
    closeQuietly(output.fd);
    this.#options.onFile(this.#number + 1);
  }

  #hasRoom(bytes: number): boolean {
    const { limitBytes } = this.#options;
    const used = (): number => this.#finishedBytes + (this.#output?.bytes ?? 0) + bytes;
    if (used() <= limitBytes) return true;
    const removedBelow = this.#options.removedBelow();
    for (const [number, size] of this.#finished) {
      if (number >= removedBelow) break;
      this.#finished.delete(number);
      this.#finishedBytes -= size;
    }
    return used() <= limitBytes;
  }

  // The next file in the best place that works. After a failed write that is the next best one.
  #open(): RingOutput | null {
    const now = this.#options.clock.monotonicMs();
    if (now < this.#retryAt) return null;
    for (; this.#place < this.#options.places.length; this.#place += 1) {
      const output = this.#openIn(this.#options.places[this.#place]);
      if (output === null) continue;
      this.#output = output;
      this.#trouble = null;
      this.#options.onFile(this.#number);
      return output;
    }
    this.#place = 0;
    this.#retryAt = now + retryMs;
    return null;
  }

  #openIn(place: RingPlace | undefined): RingOutput | null {
    let fd: number | null = null;
    this.#number += 1;
    try {
      const path = join(place?.prepare() ?? '', ringFileName(this.#number));
      fd = openSync(path, createFlags, 0o600);
      const { header } = this.#options;
      if (writeSync(fd, header, 0, header.length) < header.length) throw new Error('short write');
      return { fd, bytes: header.length };
    } catch (error) {
      this.#trouble = reasonOf(error);
      if (fd !== null) closeQuietly(fd);
      return null;
    }
  }

  // A write that fails may leave half a frame. Nothing is written after it: the reader takes the
  // torn end of a finished file for what it is, and the entry goes to the next file as a whole.
  #write(output: RingOutput, frame: Buffer): boolean {
    try {
      const written = writeSync(output.fd, frame, 0, frame.length);
      output.bytes += written;
      if (written === frame.length) {
        this.#trouble = null;
        return true;
      }
      this.#trouble = 'ENOSPC';
    } catch (error) {
      this.#trouble = failureCode(error);
    }
    const place = this.#place;
    this.release();
    this.#place = place + 1;
    return false;
  }
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // Nothing is lost: each write went to the kernel when it was made.
  }
}
