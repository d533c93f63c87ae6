import { canonicalText, type Entry, type Json, sha256 } from '@whodid/core';
import type { StoredEntry } from '@whodid/store';
import type { Caller } from '../access/caller.ts';
import { type IdentifyTools, identifyValue } from './identify.ts';

/**
 * The entry that tells that somebody sent other content under an id that is taken. Both hashes are
 * in it, so that it can be proved later which one is which.
 */
export function conflictNote(
  offered: Entry,
  kept: StoredEntry | null,
  caller: Caller,
  tools: IdentifyTools,
): Entry {
  const note: { readonly [field: string]: Json } = {
    kind: 'note',
    stream: 'INTERNAL',
    action: 'whodid.conflict',
    outcome: 'denied',
    message: 'Other content was sent under an id that is taken. The first one stays.',
    actor: { type: 'service', id: caller.id, name: caller.name },
    targets: [{ type: 'entry', id: offered.id }],
    service: { name: 'whodid-collector' },
    data: {
      kept: kept?.hash ?? 'unknown',
      offered: Buffer.from(sha256(canonicalText(offered))).toString('hex'),
    },
  };
  return identifyValue(note, caller, tools).entry;
}
