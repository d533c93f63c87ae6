// Entries are numbered in order of arrival, and read in order of time. The two are nearly the same,
// and zones make up for the difference: runs of 1024 numbers, each knowing its earliest and latest
// time. A reader goes through the zones by their latest time, and stops when no zone that is left
// can hold anything later than what it has.
const zoneBits = 10;

/** The zone that an entry number is in. */
export function zoneOf(n: number): number {
  return Math.floor(n / 2 ** zoneBits);
}

/** The first number of a zone. */
export function zoneStart(zone: number): number {
  return zone * 2 ** zoneBits;
}
