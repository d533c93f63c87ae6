import type { FieldValue } from '@whodid/core';
import type { ListedToken } from './index-entry.ts';

const mostTokens = 50_000;

/**
 * Remembers the tokens that are in the table `token` already, by what they were made of. Most values
 * come again and again: remembered ones are neither made nor inserted a second time.
 */
export class SeenTokens {
  readonly #byStart = new Map<string, Map<FieldValue, string>>();
  #count = 0;

  /** The token of a value, or nothing if it was not seen yet. */
  find(start: string, value: FieldValue): string | undefined {
    return this.#byStart.get(start)?.get(value);
  }

  /** Only once it is in the table. */
  add({ start, value, token }: ListedToken): void {
    if (this.#count >= mostTokens) this.clear();
    this.#count += 1;
    const known = this.#byStart.get(start);
    if (known === undefined) this.#byStart.set(start, new Map([[value, token]]));
    else known.set(value, token);
  }

  clear(): void {
    this.#byStart.clear();
    this.#count = 0;
  }
}
