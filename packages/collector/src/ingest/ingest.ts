import { setImmediate as breathe } from 'node:timers/promises';
import type { Store } from '@whodid/store';
import type { Caller } from '../access/caller.ts';
import { Problem } from '../problem/problem.ts';
import { appendNumbered } from './append-numbered.ts';
import type { Elements } from './elements.ts';
import { type Identified, type IdentifyTools, identify, type Refused } from './identify.ts';
import type { ReceiptLine } from './receipt-line.ts';
import { settle } from './settle.ts';

export interface IngestTools extends IdentifyTools {
  readonly store: Store;
}

/** Elements between two breaths, in which other requests are answered. */
const stride = 50;

/**
 * Keeps what a body holds and tells the fate of each element, in order. Resolves when everything
 * that is told as stored would survive a crash.
 *
 * @throws Problem if no element can be read as JSON, or if the body is a single entry that is
 * refused or in conflict. WhodidError `STORE_UNAVAILABLE`, `STORE_CLOSED`.
 */
export async function ingest(
  { list, single }: Elements,
  caller: Caller,
  tools: IngestTools,
): Promise<readonly ReceiptLine[]> {
  const verdicts = await identifyAll(list, caller, tools);
  throwIfHopeless(verdicts, single);
  const identified = verdicts.filter((verdict) => 'entry' in verdict);
  const lines = await keep(identified, caller, tools);
  if (single) throwIfNotKept(lines[0]);
  const rest = lines.values();
  return verdicts.map((verdict) =>
    'receipt' in verdict ? verdict.receipt : (rest.next().value as ReceiptLine),
  );
}

async function identifyAll(
  list: readonly Uint8Array[],
  caller: Caller,
  tools: IngestTools,
): Promise<readonly (Identified | Refused)[]> {
  const verdicts: (Identified | Refused)[] = [];
  for (const [index, bytes] of list.entries()) {
    if (index % stride === stride - 1) await breathe();
    verdicts.push(identify(bytes, index, caller, tools));
  }
  return verdicts;
}

async function keep(
  identified: readonly Identified[],
  caller: Caller,
  tools: IngestTools,
): Promise<readonly ReceiptLine[]> {
  if (identified.length === 0) return [];
  const receipts = await appendNumbered(
    identified.map(({ entry }) => entry),
    tools,
  );
  return settle(identified, receipts, caller, tools);
}

// Who sends one entry by hand looks at the status code, so for a single one it tells the fate.
function throwIfHopeless(verdicts: readonly (Identified | Refused)[], single: boolean): void {
  const [first] = verdicts;
  if (first === undefined || 'entry' in first) return;
  const unreadable = verdicts.every((verdict) => 'receipt' in verdict && !verdict.readable);
  if (single || unreadable) throw first.problem;
}

function throwIfNotKept(line: ReceiptLine | undefined): void {
  if (line?.fate === 'conflict') {
    const detail = 'Another entry has this id. The first one stays, and this is noted.';
    throw new Problem('ENTRY_CONFLICT', detail, { facts: { id: line.id } });
  }
  if (line?.fate === 'refused') {
    throw new Problem('ENTRY_INVALID', line.reason ?? 'The store refused the entry.', {
      facts: { id: line.id },
    });
  }
}
