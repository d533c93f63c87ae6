import type { Store } from '@whodid/store';
import type { Pulse } from './pulse.ts';

/** A store that tells of everything that was appended, duplicates too, which `onStored` does not. */
export function noticingStore(store: Store, pulse: Pulse): Store {
  return {
    name: store.name,
    append: async (entries) => {
      const receipts = await store.append(entries);
      pulse.note(entries, receipts);
      return receipts;
    },
    list: (request) => store.list(request),
    count: (question) => store.count(question),
    tally: (question) => store.tally(question),
    get: (tenant, id) => store.get(tenant, id),
    onStored: (listener) => store.onStored(listener),
    close: () => store.close(),
  };
}
