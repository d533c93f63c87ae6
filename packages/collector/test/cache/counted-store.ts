import type { Store } from '@whodid/store';

/** A store that counts how often it is asked for entries. */
export interface CountedStore extends Store {
  asked(): number;
}

export function countedStore(store: Store): CountedStore {
  let asked = 0;
  const counting =
    <A extends readonly unknown[], R>(ask: (...args: A) => R) =>
    (...args: A): R => {
      asked += 1;
      return ask(...args);
    };
  return {
    name: store.name,
    append: (entries) => store.append(entries),
    list: counting((request) => store.list(request)),
    count: counting((question) => store.count(question)),
    tally: counting((question) => store.tally(question)),
    get: counting((tenant, id) => store.get(tenant, id)),
    onStored: (listener) => store.onStored(listener),
    close: () => store.close(),
    asked: () => asked,
  };
}
