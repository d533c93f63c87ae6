import { keepText } from '../entry/canonical.ts';
import { deepFreeze } from '../entry/deep-freeze.ts';
import type { Entry, EntryFields } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';
import { limitEntry } from './limit-entry.ts';

/** Cuts to size, fixes the text and freezes: from here on it is an entry. */
export function finishEntry(fields: EntryFields, redactor: Redactor): Entry {
  const limited = limitEntry(fields, redactor.limits.entryBytes, redactor);
  // Last: the engine writes what is frozen at half the speed.
  keepText(limited.fields, limited.text);
  return deepFreeze(limited.fields) as Entry;
}
