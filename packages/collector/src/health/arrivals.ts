const secondMs = 1000;
const minuteMs = 60_000;
const keptMinutes = 180;
const keptLags = 500;
const recentMs = 5 * minuteMs;
/** Over how many whole seconds “now” is an average. */
const nowSeconds = 10;

/** How many entries came in a minute. */
export interface MinuteCount {
  /** When the minute began, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
}

/** How long after it had happened an entry was there, in milliseconds. */
export interface Lag {
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** When entries came and how late, as far as that takes little memory: three hours, by the minute. */
export class Arrivals {
  readonly #seconds = new Ring(nowSeconds + 1);
  readonly #minutes = new Ring(keptMinutes);
  #lags: readonly { readonly at: number; readonly ms: number }[] = [];

  /** @param occurredAt - of each entry that came at `now`, in milliseconds since 1970. */
  add(occurredAt: readonly number[], now: number): void {
    this.#seconds.add(Math.floor(now / secondMs), occurredAt.length);
    this.#minutes.add(Math.floor(now / minuteMs), occurredAt.length);
    // A clock that is ahead of ours makes nothing arrive before it happened.
    const lags = occurredAt.map((at) => ({ at: now, ms: Math.max(0, now - at) }));
    this.#lags = [...this.#lags, ...lags].slice(-keptLags);
  }

  /** Entries a second, over the last ten whole seconds. */
  perSecond(now: number): number {
    const second = Math.floor(now / secondMs);
    const counts = this.#seconds.between(second - nowSeconds, second - 1);
    return sumOf(counts) / nowSeconds;
  }

  /** The last three hours, oldest first, the minute that is not over last. */
  minutes(now: number): readonly MinuteCount[] {
    const minute = Math.floor(now / minuteMs);
    const from = minute - keptMinutes + 1;
    const counts = this.#minutes.between(from, minute);
    return counts.map((count, at) => ({ at: (from + at) * minuteMs, count }));
  }

  /** Of what came in the last five minutes, at most 500 entries; `null` if nothing did. */
  lag(now: number): Lag | null {
    const recent = this.#lags.filter(({ at }) => at >= now - recentMs).map(({ ms }) => ms);
    if (recent.length === 0) return null;
    const sorted = recent.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { medianMs: at(0.5), p95Ms: at(0.95) };
  }
}

/** Counts of the last so many steps of time. A step that is too old is overwritten by a newer one. */
class Ring {
  readonly #steps: Float64Array;
  readonly #counts: Float64Array;

  constructor(size: number) {
    this.#steps = new Float64Array(size).fill(-1);
    this.#counts = new Float64Array(size);
  }

  add(step: number, count: number): void {
    const place = step % this.#steps.length;
    if (this.#steps[place] !== step) this.#counts[place] = 0;
    this.#steps[place] = step;
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
  }

  /** The counts of the steps from `first` to `last`, both included. */
  between(first: number, last: number): readonly number[] {
    return Array.from({ length: last - first + 1 }, (_, at) => {
      const place = (first + at) % this.#steps.length;
      return this.#steps[place] === first + at ? (this.#counts[place] ?? 0) : 0;
    });
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
