const cell = new DataView(new ArrayBuffer(8));

/** The smallest number above, so that “more than 100” can be written as a bound that is included. */
export function nextUp(value: number): number {
  if (value === Number.MAX_VALUE) return value;
  // Adding zero turns -0 into 0, whose bits are those of the smallest number.
  return value < 0 ? -stepAway(-value, -1n) : stepAway(value + 0, 1n);
}

/** The greatest number below. */
export function nextDown(value: number): number {
  return -nextUp(-value);
}

// The bits of neighbouring numbers of one sign differ by one.
function stepAway(magnitude: number, step: bigint): number {
  cell.setFloat64(0, magnitude);
  cell.setBigInt64(0, cell.getBigInt64(0) + step);
  return cell.getFloat64(0);
}
