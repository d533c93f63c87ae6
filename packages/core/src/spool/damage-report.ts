/** Damage that a reader skipped: what it was, and which entries it may have cost. */
export interface DamageReport {
  readonly epoch: string;
  /** Name of the file without its directory. */
  readonly file: string;
  /** Where in the file. */
  readonly offset: number;
  /** What was there. Empty if the file itself is gone. */
  readonly bytes: Buffer;
  readonly reason: string;
  /** Numbers of the entries that are missing around it; `null` if none can be named. */
  readonly missing: NumberRange | null;
}

/** Numbers of entries, both included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** The numbers between two neighbours, or `null` if there is nothing between them. */
export function numbersBetween(before: number, after: number): NumberRange | null {
  return after - before > 1 ? { first: before + 1, last: after - 1 } : null;
}

/** Whether there are only zeros: what a file system leaves of a write that did not happen. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
