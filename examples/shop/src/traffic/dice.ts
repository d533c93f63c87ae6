/** Chance that can be repeated: the same seed gives the same people, words and pauses. */
export interface Dice {
  /** From 0, included, to 1, excluded. */
  next(): number;
  /** A whole number, both bounds included. */
  between(least: number, most: number): number;
  /** One of a list that is not empty. */
  pick<T>(choices: readonly T[]): T;
  /** True `percent` times out of a hundred. */
  chance(percent: number): boolean;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;

  // Mulberry32: tiny, even enough for pretending to be people, and worthless for secrets.
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick<T>(choices: readonly T[]): T {
      if (choices.length === 0) throw new RangeError('There is nothing to pick from');
      return choices[between(0, choices.length - 1)] as T;
    },
    chance: (percent) => next() * 100 < percent,
  };
}
