import type { Entry } from '@whodid/core';
import { isRow } from '../activity/activity-rows.ts';
import type { CollectorAction } from '../journal/collector-actions.ts';
import type { Owner } from './answer-cache.ts';

const triage: CollectorAction = 'whodid.triage';

/** Whose activity logs look different once these entries are stored. */
export function touchedOwners(entries: readonly Entry[]): readonly Owner[] {
  return entries.flatMap((entry) => {
    const userId = touchedBy(entry);
    return userId === null ? [] : [{ tenant: entry.tenant, userId }];
  });
}

function touchedBy(entry: Entry): string | null {
  // Who moved an entry through the stages changed the history of the one whose entry it is.
  if (entry.action === triage) return ownerIn(entry.data);
  return isRow(entry) ? entry.actor.id : null;
}

function ownerIn(data: unknown): string | null {
  const owner = (data as { readonly owner?: unknown } | null | undefined)?.owner;
  return typeof owner === 'string' ? owner : null;
}
