import type { Store } from '@whodid/store';
import { damaged } from '../problem/to-problem.ts';
import { readMove, stageMovesOf } from './move.ts';
import { firstStage, type Stage, stages } from './stage.ts';

/** Entries that one query asks about. Two moves of each fit on its page, and there are no more. */
const idsAtOnce = 250;

/**
 * The stages of entries of a tenant, by id: one query for 250 of them, however many notes they have.
 *
 * @throws Problem `ENTRY_DAMAGED` if a move is damaged: then the stage is not known. WhodidError
 * `STORE_UNAVAILABLE`, `STORE_CLOSED`.
 */
export async function stagesOf(
  store: Store,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Stage>> {
  const found = new Map<string, Stage>(ids.map((id) => [id, firstStage]));
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const query = stageMovesOf(ids.slice(at, at + idsAtOnce));
    const page = await store.list({ tenant, query, limit: 2 * idsAtOnce });
    const lost = page.damaged.map(({ id: move }) => move);
    if (lost.length > 0) throw damaged('A move in triage is damaged', lost);
    for (const stored of page.entries) {
      const move = readMove(stored);
      const before = move === null ? undefined : found.get(move.entry);
      if (move !== null && before !== undefined) found.set(move.entry, later(before, move.to));
    }
  }
  return found;
}

// There is no way back, so of two stages the later one is the newer one, whatever the clocks said.
function later(a: Stage, b: Stage): Stage {
  return stages.indexOf(a) > stages.indexOf(b) ? a : b;
}
