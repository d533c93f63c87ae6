import type { Draft } from '../entry/draft.ts';
import type { Entry } from '../entry/entry.ts';
import { DraftReader } from './draft-reader.ts';
import { finishEntry } from './finish-entry.ts';
import { type Defaults, readFields } from './read-fields.ts';
import type { SealTools } from './seal-tools.ts';

const unreadable = '[unreadable]';

/**
 * Makes an entry of a draft: without secrets, complete, limited in size, frozen.
 *
 * Never throws. What is missing comes from what is ambient or from a default; what cannot be used
 * is left out or becomes a marker, and a draft of which nothing can be used still becomes an entry,
 * with the action `unknown`.
 */
export function seal(draft: Draft, tools: SealTools): Entry {
  const defaults: Defaults = {
    ambient: tools.ambient,
    service: tools.service,
    tenant: tools.tenant,
    producer: tools.producer,
    now: tools.clock.now(),
    nextId: tools.nextId,
  };
  const reader = new DraftReader(tools.redactor, true);
  try {
    return finishEntry(readFields(draft, defaults, reader), tools.redactor);
  } catch {
    // Nothing in a draft does this; should it happen all the same, what is left is worth having.
    const safe = new DraftReader(tools.redactor, true);
    const rest = { action: safe.field(draft, 'action'), outcome: 'unknown', message: unreadable };
    return finishEntry(readFields(rest, { ...defaults, ambient: {} }, safe), tools.redactor);
  }
}
