// Steps of a scale on which each is a fifth longer than the one before: enough to tell slow from
// fast, and few enough to keep one count for each.
const factor = 1.2;
const logFactor = Math.log(factor);
const shortestMs = 0.01;

/** The step that a duration falls into, from 0 on. */
export function durationStep(durationMs: number): number {
  return durationMs <= shortestMs ? 0 : Math.ceil(Math.log(durationMs / shortestMs) / logFactor);
}

/**
 * A duration that a share of all do not exceed, in milliseconds, exact to 20 %: the longest of its
 * step, to two digits. `undefined` without any.
 *
 * @param steps - how many durations fell into each step; most are empty.
 * @param share - from 0 to 1.
 */
export function durationAt(steps: readonly number[], share: number): number | undefined {
  const total = steps.reduce((sum, count) => sum + count, 0);
  let passed = 0;
  for (const [step, count = 0] of steps.entries()) {
    passed += count;
    if (count > 0 && passed >= total * share) {
      return Number((shortestMs * factor ** step).toPrecision(2));
    }
  }
  return undefined;
}
