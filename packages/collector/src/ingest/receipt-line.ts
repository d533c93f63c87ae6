import type { Entry } from '@whodid/core';

/** What became of one element of a body, as the answer tells it. */
export interface ReceiptLine {
  /** `null` if the element was refused before an id could be read. */
  readonly id: string | null;
  readonly fate: 'stored' | 'duplicate' | 'refused' | 'conflict';
  /** Why it was refused or is in conflict. Names places, never values. */
  readonly reason?: string;
  /** Place in the body, from 0. Only where there is no id to go by. */
  readonly index?: number;
  /** For an entry that was posted by hand: all of it, as it is stored. */
  readonly entry?: Entry;
}
