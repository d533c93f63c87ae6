const quickMs = 100;
const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before the next try, in milliseconds: hardly at all the first time, since most
 * failures are over at once, then a random time up to a limit that doubles from 0.5 s to 30 s.
 * Random over the whole range, so that many apps do not come back at the same moment.
 *
 * @param failures - failures in a row, from 1.
 * @param random - a number from 0 up to 1.
 */
export function backoffMs(failures: number, random: number): number {
  if (failures <= 1) return random * quickMs;
  const limit = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 2, 16));
  return Math.max(quickMs, random * limit);
}
