/**
 * Where each row ends, in pixels below the beginning of the list, in order.
 *
 * Numbers alone, so that 100,000 of them take a millisecond: a list that grows while somebody scrolls
 * is placed anew with each page.
 */
export function rowEnds<T>(rows: readonly T[], heightOf: (row: T) => number): Float64Array {
  const ends = new Float64Array(rows.length);
  let end = 0;
  for (let at = 0; at < rows.length; at += 1) {
    end += heightOf(rows[at] as T);
    ends[at] = end;
  }
  return ends;
}

/** The first row that ends below a place: the one that is there. The number of rows if none does. */
export function rowAt(ends: Float64Array, place: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a row begins. */
export function rowTop(ends: Float64Array, at: number): number {
  return at <= 0 ? 0 : (ends[at - 1] ?? 0);
}
