import type { Draft } from '../entry/draft.ts';
import type { Entry, Producer } from '../entry/entry.ts';

/**
 * The way of entries that wait in a database for the end of a transaction. They are sealed before it
 * is known whether what they tell has happened, so they have no number of the recorder, and whoever
 * ships them, also a second time, ships the same bytes.
 */
export interface Outbox {
  /**
   * Makes the entry of a draft with what is ambient here and now, and does not record it.
   *
   * @param number - each number of an epoch is to become the entry of something that has happened.
   * @throws if it cannot be sealed.
   */
  seal(draft: Draft, number: Pick<Producer, 'epoch' | 'seq'>): Entry;

  /**
   * Takes an entry that {@link seal} made here and that has happened. It is in the kernel on return.
   * Never throws.
   *
   * @returns its number on this way, for {@link isSafe}; `null` if it could not be taken, which is told
   * as a fault, or if the recorder is closed.
   */
  ship(draft: Draft, entry: Entry): number | null;

  /** The same for what another process has sealed. */
  shipText(id: string, text: string): number | null;

  /** Whether what has this number would survive a power cut of the host, or has arrived. */
  isSafe(seq: number): boolean;
}
