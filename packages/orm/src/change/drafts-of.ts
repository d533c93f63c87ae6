import type { Draft } from '@whodid/core';
import type { ChangePolicy } from './change-policy.ts';
import { linkDrafts } from './link-drafts.ts';
import { rawDraft } from './raw-draft.ts';
import { rowDrafts } from './row-drafts.ts';
import { endsOf } from './table.ts';
import { isRaw, type RowWrite, type Write } from './write.ts';

/** The entries of one write. */
export function draftsOf(write: Write, policy: ChangePolicy): readonly Draft[] {
  if (isRaw(write)) return [rawDraft(write, policy)];
  const ends = endsOf(write.table);
  // A link that is bent to another end is an ordinary change.
  const bent = ({ before, after }: RowWrite['rows'][number]) => before !== null && after !== null;
  if (ends === null || write.rows.some(bent)) return rowDrafts(write, policy);
  return linkDrafts(write, ends, policy);
}
