import type { EntryFields } from '@whodid/core';

/** What has come in live since the list was loaded. */
export interface LiveState {
  /** The list that it adds to. */
  readonly generation: string | null;
  /** In the list already. Newest first. */
  readonly shown: readonly EntryFields[];
  /** Held back while the reader is further down. Newest first. */
  readonly waiting: readonly EntryFields[];
  /** How many the collector left out, because more came than it sends. */
  readonly skippedCount: number;
}

export type LiveAction =
  | { readonly type: 'arrived'; readonly entries: readonly EntryFields[]; readonly hold: boolean }
  | { readonly type: 'skipped'; readonly count: number }
  | { readonly type: 'released' }
  | { readonly type: 'began'; readonly generation: string | null };

export const noLive: LiveState = { generation: null, shown: [], waiting: [], skippedCount: 0 };

/** Most entries held live. Beyond that the list is loaded anew, which is cheaper than keeping all. */
export const liveLimit = 500;

/** The next state. Entries that are there already, as after a reconnection, are left out. */
export function liveReducer(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'arrived': {
      const entries = unseen(action.entries, state);
      if (entries.length === 0) return state;
      return action.hold
        ? { ...state, waiting: [...entries, ...state.waiting] }
        : { ...state, shown: [...entries, ...state.waiting, ...state.shown], waiting: [] };
    }
    case 'skipped':
      return { ...state, skippedCount: state.skippedCount + action.count };
    case 'released':
      return { ...state, shown: [...state.waiting, ...state.shown], waiting: [] };
    case 'began':
      return { ...noLive, generation: action.generation };
  }
}

function unseen(entries: readonly EntryFields[], state: LiveState): readonly EntryFields[] {
  const seen = new Set([...state.shown, ...state.waiting].map(({ id }) => id));
  return entries.filter(({ id }) => {
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
}
