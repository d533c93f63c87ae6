import { type Frame, findFrame, frameEnd, readFrame } from './frame.ts';

/** A range of bytes that is no frame although frames follow it, or a frame that fails its CRC. */
export interface Damage {
  readonly start: number;
  readonly end: number;
}

/** What a scan found. */
export interface Scan {
  /** Damage in front of the frames. */
  readonly damage: Damage | null;
  /** Whole frames, each beginning where the one before ends. */
  readonly frames: readonly Frame[];
  /** Where the next scan begins. What is between here and the end of the bytes is not known yet. */
  readonly end: number;
  /** Whether the rest begins like a frame that fails its CRC, rather than one that is cut off. */
  readonly badTail: boolean;
}

/**
 * Finds the frames from `from` on: positions come from the bytes alone, never from a side file.
 *
 * Bytes that are no frame are skipped up to the next whole frame and reported as damage. Stops at
 * damage that follows frames, at `limit` frames, and where the bytes end in the middle of a frame.
 */
export function scanFrames(bytes: Buffer, from: number, limit: number): Scan {
  const frames: Frame[] = [];
  let damage: Damage | null = null;
  let at = from;
  while (at < bytes.length && frames.length < limit) {
    const end = frameEnd(bytes, at);
    if (typeof end === 'number') {
      frames.push(readFrame(bytes, at, end));
      at = end;
      continue;
    }
    if (frames.length > 0) break;
    const next = findFrame(bytes, at + 1);
    if (next === -1) return { damage: null, frames, end: from, badTail: end === 'bad' };
    damage = { start: at, end: next };
    at = next;
  }
  return { damage, frames, end: at, badTail: false };
}
