const slots = 512;
const mostNames = 64;
const longestName = 128;

/**
 * Remembers something for sets of names, in the order in which they were given. A program sends
 * objects of a few shapes over and over: comparing names with those of the time before is much
 * cheaper than looking at each. Of fixed size; what falls into the same slot replaces what was there.
 */
export class NamesCache<T> {
  readonly #names: (readonly string[] | undefined)[] = new Array(slots).fill(undefined);
  readonly #values: (T | undefined)[] = new Array(slots).fill(undefined);

  get(names: readonly string[]): T | undefined {
    const slot = slotOf(names);
    const known = this.#names[slot];
    return known !== undefined && same(known, names) ? this.#values[slot] : undefined;
  }

  set(names: readonly string[], value: T): void {
    if (names.length > mostNames || names.some((name) => name.length > longestName)) return;
    const slot = slotOf(names);
    this.#names[slot] = names;
    this.#values[slot] = value;
  }
}

function slotOf(names: readonly string[]): number {
  const first = names[0] ?? '';
  const last = names[names.length - 1] ?? '';
  const mixed = names.length * 31 + first.length * 7 + first.charCodeAt(0) * 13;
  return (mixed + last.length * 17 + last.charCodeAt(last.length - 1) * 3) & (slots - 1);
}

function same(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}
