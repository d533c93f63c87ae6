import { instantOf, wallTime } from '@whodid/core/zone';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Widths that people read without counting, in milliseconds. */
const widths: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * dayMs),
];

/** Weeks begin on Mondays: 5 January 1970 was the first. */
const firstMonday = 4 * dayMs;

export interface BucketRange {
  /** Milliseconds since 1970. The first bucket holds `from`, the last one `to`. */
  readonly from: number;
  readonly to: number;
  /** At most so many buckets. */
  readonly buckets: number;
  /** Where days begin: an IANA name. */
  readonly zone: string;
}

/**
 * Bounds of buckets that cover a range of time: bucket `i` is from `edges[i]` up to and without
 * `edges[i + 1]`. All have the same width on the clocks of the zone, one that is easy to read, so that
 * a day is a bucket even when it has 23 hours.
 */
export function bucketEdges({ from, to, buckets, zone }: BucketRange): readonly number[] {
  const first = wallTime(from, zone);
  const last = Math.max(first, wallTime(to, zone));
  const width = widthFor(first, last, buckets);
  const edges: number[] = [];
  for (let wall = floorTo(first, width); ; wall += width) {
    const edge = instantOf(wall, zone);
    // Two of an hour that is skipped are the same instant.
    if (edge > (edges.at(-1) ?? -Infinity)) edges.push(edge);
    if (wall > last) return edges;
  }
}

function widthFor(first: number, last: number, buckets: number): number {
  const fits = (width: number): boolean =>
    (floorTo(last, width) - floorTo(first, width)) / width < buckets;
  const known = widths.find(fits);
  if (known !== undefined) return known;
  let width = 364 * dayMs;
  while (!fits(width)) width *= 2;
  return width;
}

function floorTo(wall: number, width: number): number {
  const start = width % (7 * dayMs) === 0 ? firstMonday : 0;
  return start + Math.floor((wall - start) / width) * width;
}
