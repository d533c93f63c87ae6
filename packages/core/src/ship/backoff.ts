const quickMs = 100;
const firstMs = 500;
const longestMs = 30_000;
const longestAskedMs = 300_000;
const spreadMs = 1000;

/**
 * How long to wait before the next try, in milliseconds: hardly at all the first time, since most
 * failures are over at once, then a random time up to a limit that doubles from 0.5 s to 30 s.
 * Random over the whole range, so that many apps do not come back at the same moment.
 *
 * If the destination said how long to wait, never less than that, up to five minutes. It says the same
 * to everybody, so a random part comes on top.
 *
 * @param failures - failures in a row, from 1.
 * @param random - a number from 0 up to 1.
 * @param askedMs - how long the destination asked to wait.
 */
export function backoffMs(failures: number, random: number, askedMs?: number): number {
  return Math.max(usualMs(failures, random), politeMs(askedMs, random));
}

function usualMs(failures: number, random: number): number {
  if (failures <= 1) return random * quickMs;
  const limit = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 2, 16));
  return Math.max(quickMs, random * limit);
}

// A transport may be anybody's, and what it says may be no number.
function politeMs(askedMs: number | undefined, random: number): number {
  if (askedMs === undefined || !(askedMs > 0)) return 0;
  return Math.min(longestAskedMs, askedMs) + random * spreadMs;
}
