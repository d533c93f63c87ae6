/**
 * What a number or a time that was written stands for: `2xx` is 200 to 299, a day is all its
 * milliseconds, `404` is itself. Both ends are included.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Whether it means “since then” when it stands alone, as `24h` does. */
  readonly since?: true;
}
