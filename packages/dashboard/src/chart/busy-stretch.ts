import type { Bucket } from '../tally/tally.ts';
import type { Stretch } from './use-stretch.ts';

/** Of so many buckets at least one has to be busy for the bars to say something. */
const widest = 8;

/**
 * Where everything is, if it is so close together that the bars say little: as in a log that has just
 * begun, of which the last day is one bar.
 */
export function busyStretch(buckets: readonly Pick<Bucket, 'count'>[]): Stretch | null {
  const first = buckets.findIndex(({ count }) => count > 0);
  const last = buckets.findLastIndex(({ count }) => count > 0);
  if (first === -1 || (last - first + 1) * widest > buckets.length) return null;
  return { first, last };
}
