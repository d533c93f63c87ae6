import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One file of a spool. Its name tells the number of its first entry: what is lower than the first
 * name in a spool has been settled, which is the only thing that a name is trusted for.
 */
export interface SegmentFile {
  /** Number of its first entry, or of the next one if it has none yet. */
  readonly first: number;
  readonly path: string;
  readonly bytes: number;
}

const form = /^(\d{12,})-(\d+)\.seg$/;

/** Name of a segment. `turn` tells apart several that begin with the same entry. */
export function segmentName(first: number, turn: number): string {
  return `${String(first).padStart(12, '0')}-${turn}.seg`;
}

/** The segments in some directories, oldest first. A directory that cannot be read has none. */
export function listSegments(directories: readonly string[]): readonly SegmentFile[] {
  return directories
    .flatMap((directory) => segmentsIn(directory))
    .toSorted((a, b) => a.first - b.first || (a.path < b.path ? -1 : 1));
}

function segmentsIn(directory: string): readonly SegmentFile[] {
  try {
    return readdirSync(directory).flatMap((name) => {
      const first = form.exec(name)?.[1];
      if (first === undefined) return [];
      const path = join(directory, name);
      return [{ first: Number(first), path, bytes: statSync(path).size }];
    });
  } catch {
    return [];
  }
}
