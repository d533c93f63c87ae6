/** Numbers without a hole between them, both ends included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** Numbers between those that were seen, and since when they are missed. */
export interface Hole extends NumberRange {
  /** When a higher number was seen first, in milliseconds since 1970. */
  readonly since: number;
}

/** Most holes of one producer. Whoever sends numbers at random must not fill the memory. */
const holeLimit = 1000;

/**
 * Which numbers of a sequence were seen, in whatever order they come. What is below the first number
 * ever seen is not missed: it may have come before anybody counted.
 */
export class NumberRanges {
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #holes: readonly Hole[] = [];

  /** The highest number that was seen. */
  get last(): number {
    return this.#last;
  }

  /** Numbers that are missing, the lowest first. */
  get holes(): readonly Hole[] {
    return this.#holes;
  }

  see(number: number, now: number): void {
    if (this.#last === Number.NEGATIVE_INFINITY) {
      this.#first = number;
      this.#last = number;
    } else if (number > this.#last) {
      this.#miss({ first: this.#last + 1, last: number - 1, since: now }, 'above');
      this.#last = number;
    } else if (number < this.#first) {
      this.#miss({ first: number + 1, last: this.#first - 1, since: now }, 'below');
      this.#first = number;
    } else if (this.#holes.length > 0) {
      this.#holes = this.#holes.flatMap((hole) => without(hole, number));
    }
  }

  #miss(hole: Hole, where: 'above' | 'below'): void {
    if (hole.first > hole.last) return;
    const holes = where === 'above' ? [...this.#holes, hole] : [hole, ...this.#holes];
    this.#holes = holes.slice(-holeLimit);
  }
}

function without(hole: Hole, number: number): readonly Hole[] {
  if (number < hole.first || number > hole.last) return [hole];
  const parts = [
    { ...hole, last: number - 1 },
    { ...hole, first: number + 1 },
  ];
  return parts.filter(({ first, last }) => first <= last);
}
