const cell = new DataView(new ArrayBuffer(8));

/** The smallest number above, so that “more than 100” can be written as a bound that is included. */
export function nextUp(value: number): number {
  return value < 0 ? -stepAway(-value, -1n) : stepAway(value, 1n);
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
