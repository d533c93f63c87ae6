import type { Draft } from '../entry/draft.ts';
import type { Entry, EntryFields } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';
import { DraftReader } from './draft-reader.ts';
import { finishEntry } from './finish-entry.ts';
import { limitEntry } from './limit-entry.ts';
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
  return finished(draft, tools, finishEntry);
}

/** An entry of which nothing but the text was made. */
export interface DraftText {
  readonly id: string;
  /** What `canonicalText` gives for the entry. */
  readonly text: string;
}

/** Like {@link seal}, for whoever only writes the entry: nothing of it is frozen. */
export function sealText(draft: Draft, tools: SealTools): DraftText {
  return finished(draft, tools, (fields, { limits }) => ({
    id: fields.id,
    text: limitEntry(fields, limits.entryBytes, tools.redactor).text,
  }));
}

function finished<T>(
  draft: Draft,
  tools: SealTools,
  finish: (fields: EntryFields, redactor: Redactor) => T,
): T {
  const { redactor } = tools;
  const defaults: Defaults = {
    ambient: tools.ambient,
    service: tools.service,
    tenant: tools.tenant,
    producer: tools.producer,
    now: tools.clock.now(),
    nextId: tools.nextId,
  };
  const reader = new DraftReader(redactor, true);
  try {
    return finish(readFields(draft, defaults, reader), redactor);
  } catch {
    // Nothing in a draft does this; should it happen all the same, what is left is worth having.
    const safe = new DraftReader(redactor, true);
    const rest = { action: safe.field(draft, 'action'), outcome: 'unknown', message: unreadable };
    return finish(readFields(rest, { ...defaults, ambient: {} }, safe), redactor);
  }
}
