import type { EntryFields, Query } from '@whodid/core';
import type { Store } from '@whodid/store';

// Names that an app makes of values would be without end; the list is for people.
const mostNames = 1000;
const mostCharacters = 200_000;

/** Knows which streams the entries of a tenant belong to, declared or not. */
export class UsedStreams {
  readonly #store: Store;
  readonly #names = new Map<string, Set<string>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The names as they are in entries, without regard to case. */
  async of(tenant: string, others: readonly string[]): Promise<readonly string[]> {
    const names = this.#names.get(tenant) ?? new Set<string>();
    this.#names.set(tenant, names);
    for (;;) {
      const found = await this.#another(tenant, [...others, ...names]);
      const known = [...names];
      const room = known.length < mostNames && known.join('').length < mostCharacters;
      if (found === null || names.has(found) || !room) return known;
      names.add(found);
    }
  }

  /** The name of a stream that is none of these. */
  async #another(tenant: string, known: readonly string[]): Promise<string | null> {
    const query: Query = {
      type: 'and',
      parts: [
        { type: 'field', field: 'stream', match: { type: 'exists' } },
        { type: 'not', part: inStreams(known) },
      ],
    };
    const { entries } = await this.#store.list({ tenant, query, limit: 1 });
    const [entry] = entries;
    if (entry === undefined) return null;
    return upper((JSON.parse(entry.text) as EntryFields).stream ?? '');
  }
}

/** Entries of any of these streams. */
export function inStreams(names: readonly string[]): Query {
  return { type: 'field', field: 'stream', match: { type: 'anyOf', values: names } };
}

// Some letters have no way back from upper case, and then the name would not find its entries.
function upper(name: string): string {
  const changed = name.toUpperCase();
  return changed.toLowerCase() === name.toLowerCase() ? changed : name;
}
