import fs from 'node:fs';

/** Lines on their way into a file, in one write. */
export interface Batch {
  readonly fd: number;
  readonly lines: readonly string[];
  readonly bytes: Buffer;
  /** End of the file before the write; it may be further by the time of the write. */
  readonly from: number;
}

/** The byte that ends a line. */
export const endOfLine = 10;

const longestWaitMs = 500;
const lookMs = 2;

/** Lines as bytes. After half a line of somebody else they begin with its end. */
export function bytesOf(lines: readonly string[], isWhole: boolean): Buffer {
  return Buffer.from(`${isWhole ? '' : '\n'}${lines.join('')}`);
}

/** The lines of which not every byte was written. */
export function linesAfter(
  written: number,
  bytes: Buffer,
  lines: readonly string[],
): readonly string[] {
  if (written === bytes.length) return [];
  const ends = bytes.subarray(0, written).filter((byte) => byte === endOfLine).length;
  const isOfOther = bytes[0] === endOfLine;
  return lines.slice(isOfOther && ends > 0 ? ends - 1 : ends);
}

/**
 * Whether an asynchronous write that was begun has come to its end, found out without leaving the
 * stack: at the end of a process nobody is told any more. Looks for the bytes in the file, for up to
 * half a second.
 */
export function wasWritten({ fd, bytes, from }: Batch): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += lookMs) {
    if (readFrom(fd, from).includes(bytes)) return true;
    Atomics.wait(pause, 0, 0, lookMs);
  }
  return false;
}

function readFrom(fd: number, from: number): Buffer {
  const length = Math.max(0, fs.fstatSync(fd).size - from);
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, fs.readSync(fd, bytes, 0, length, from));
}
