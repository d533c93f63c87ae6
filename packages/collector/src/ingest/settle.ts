import { canonicalText, type Entry, isWhodidError, type Receipt } from '@whodid/core';
import type { StoredEntry } from '@whodid/store';
import type { Caller } from '../access/caller.ts';
import { appendNumbered } from './append-numbered.ts';
import { conflictNote } from './conflict-note.ts';
import { type Identified, identifyValue } from './identify.ts';
import type { IngestTools } from './ingest.ts';
import type { ReceiptLine } from './receipt-line.ts';

/**
 * Makes the answer's lines of the store's receipts, in order. A conflict is looked at again: it is
 * either a repeated entry after all, or becomes an entry itself.
 */
export async function settle(
  identified: readonly Identified[],
  receipts: readonly Receipt[],
  caller: Caller,
  tools: IngestTools,
): Promise<readonly ReceiptLine[]> {
  const lines: ReceiptLine[] = [];
  const notes: Entry[] = [];
  for (const [at, receipt] of receipts.entries()) {
    const item = identified[at] as Identified;
    if (receipt.fate !== 'conflict') {
      lines.push(lineOf(item, receipt));
      continue;
    }
    const kept = await tools.store.get(caller.tenant, receipt.id);
    const repeated = repeatedEntry(item, kept, caller, tools);
    lines.push(repeated ?? { ...receipt });
    if (repeated === null) notes.push(conflictNote(item.entry, kept, caller, tools));
  }
  if (notes.length > 0) await appendNumbered(notes, tools);
  return lines;
}

function lineOf({ entry, partial }: Identified, receipt: Receipt): ReceiptLine {
  const kept = receipt.fate === 'stored' || receipt.fate === 'duplicate';
  return { ...receipt, ...(partial !== null && kept ? { entry } : {}) };
}

/**
 * Somebody who gives an id but leaves the time to us and repeats the request means the same entry,
 * though we filled in another time. It is the same if it comes out equal with the first one's.
 */
function repeatedEntry(
  { entry, partial }: Identified,
  kept: StoredEntry | null,
  caller: Caller,
  tools: IngestTools,
): ReceiptLine | null {
  if (partial === null || kept === null) return null;
  const first = JSON.parse(kept.text) as Entry;
  const { occurredAt, observedAt, producer, service } = first;
  try {
    const again = identifyValue(
      { occurredAt, observedAt, producer, service, ...partial },
      caller,
      tools,
    );
    if (canonicalText(again.entry) !== kept.text) return null;
  } catch (error) {
    // What was partial may not be valid together with these: then it is not the same.
    if (isWhodidError(error, 'ENTRY_INVALID')) return null;
    throw error;
  }
  return { id: entry.id, fate: 'duplicate', entry: first };
}
