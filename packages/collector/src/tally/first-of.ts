import type { EntryQuestion, Store, Tally } from '@whodid/store';

/** When the first entry that matches happened, in milliseconds since 1970; `null` if there is none. */
export async function firstOf(store: Store, question: EntryQuestion): Promise<number | null> {
  return firstIn(await store.tally({ ...question, by: [['kind']], top: 1000 }));
}

/** When the first of a tally by `kind` happened. Every entry has one, so it is the first of all. */
export function firstIn({ groups }: Tally): number | null {
  const kinds = groups.find(({ by }) => by.length === 1 && by[0] === 'kind')?.values ?? [];
  return kinds.length === 0 ? null : Math.min(...kinds.map(({ firstAt }) => firstAt));
}
