const everyMs = 60_000;
const keyLimit = 200;

/** Lets one fault of a kind through each minute, and counts the others. */
export class FaultLimit {
  readonly #seen = new Map<string, { until: number; suppressed: number }>();

  /** How many of this kind were held back since the last one, or `null` to hold this one back. */
  pass(key: string, nowMs: number): number | null {
    const seen = this.#seen.get(key);
    if (seen !== undefined && nowMs < seen.until) {
      seen.suppressed += 1;
      return null;
    }
    // Kinds are few; if somebody makes them from values, memory must not grow with them.
    if (this.#seen.size >= keyLimit) this.#seen.clear();
    this.#seen.set(key, { until: nowMs + everyMs, suppressed: 0 });
    return seen?.suppressed ?? 0;
  }
}
