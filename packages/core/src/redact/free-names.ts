/**
 * Gives out each name once: a name that is taken already gets a `~`, and from the second time on a
 * number. It remembers where it was, since trying every number again for each of many equal names
 * would take quadratic time.
 */
export class FreeNames {
  readonly #taken: Set<string>;
  readonly #counts = new Map<string, number>();

  /** @param taken - names that stay as they are. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** That name, or one like it that is free. */
  take(wanted: string): string {
    let count = this.#counts.get(wanted) ?? 0;
    let name = numbered(wanted, count);
    while (this.#taken.has(name)) {
      count += 1;
      name = numbered(wanted, count);
    }
    this.#counts.set(wanted, count);
    this.#taken.add(name);
    return name;
  }
}

function numbered(name: string, count: number): string {
  if (count === 0) return name;
  return count === 1 ? `${name}~` : `${name}~${count}`;
}
