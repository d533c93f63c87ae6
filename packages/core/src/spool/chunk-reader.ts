import { closeSync, openSync, readSync } from 'node:fs';
import { headerLimitBytes, readFileHeader } from './file-header.ts';
import { frameHeadBytes, payloadLimitBytes } from './frame.ts';
import { type Scan, scanFrames } from './scan.ts';

/** What is at a place in a file of frames. Offsets of the scan count from `base` in the file. */
export interface Chunk extends Scan {
  readonly bytes: Buffer;
  readonly base: number;
  /** Whether the bytes reach the end that was given. */
  readonly toEnd: boolean;
}

const usualBytes = 1024 * 1024;
const largestBytes = payloadLimitBytes + frameHeadBytes + headerLimitBytes;

/**
 * Reads files of frames piece by piece, into one buffer that is used again and again. One is enough
 * for a thread: nothing here waits.
 */
export class ChunkReader {
  #buffer: Buffer = Buffer.allocUnsafeSlow(usualBytes);

  /**
   * Scans from `from` to at most `end`, in pieces that grow until they hold a whole frame.
   *
   * @returns bytes that are valid until the next call. No frames and `toEnd` means: no more here.
   */
  read(fd: number, from: number, end: number, limit: number): Chunk {
    for (let size = usualBytes; ; size *= 4) {
      const bytes = this.#fill(fd, from, Math.min(size, end - from));
      const toEnd = bytes.length < size;
      const scan = scanFrames(bytes, 0, limit);
      // No frame is larger than this, so what follows is no frame either.
      if (scan.frames.length > 0 || toEnd || size > largestBytes) {
        return { ...scan, bytes, base: from, toEnd };
      }
    }
  }

  /** The first bytes of a file, for its header. */
  header(fd: number): ReturnType<typeof readFileHeader> {
    return readFileHeader(this.#fill(fd, 0, headerLimitBytes));
  }

  #fill(fd: number, from: number, length: number): Buffer {
    if (length <= 0) return this.#buffer.subarray(0, 0);
    const buffer = length <= this.#buffer.length ? this.#buffer : Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(fd, buffer, filled, length - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  }
}

/** Opens a file for reading, does something with it, and closes it. */
export function withFile<T>(path: string, use: (fd: number) => T): T {
  const fd = openSync(path, 'r');
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}
