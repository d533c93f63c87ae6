import { rememberText } from '../entry/canonical.ts';
import { deepFreeze } from '../entry/deep-freeze.ts';
import type { Entry, EntryFields, SealedText } from '../entry/entry.ts';
import type { DraftReader } from './draft-reader.ts';
import { limitEntry } from './limit-entry.ts';

const mostMasked = 200;

/** Adds what was masked, cuts to size, fixes the text and freezes: from here on it is an entry. */
export function finishEntry(fields: EntryFields, reader: DraftReader): Entry {
  const { masked } = reader;
  const whole = masked.length === 0 ? fields : { ...fields, masked: masked.slice(0, mostMasked) };
  const limited = limitEntry(whole, reader.redactor.limits.entryBytes, reader.redactor);
  const entry = deepFreeze(limited.fields) as Entry;
  rememberText(entry, limited.text as SealedText);
  return entry;
}
