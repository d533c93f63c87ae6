import type { Target } from '@whodid/core';
import type { Note } from '../journal/journal.ts';
import type { MoveData } from './move.ts';
import { type Change, type Standing, standingWith } from './standing.ts';

/** An entry that is triaged. */
export interface Triaged {
  readonly tenant: string;
  readonly id: string;
  /** Its `actor.id`. */
  readonly owner: string;
}

/** What is recorded of a move. */
export function moveNote(triaged: Triaged, change: Change, before: Standing): Note {
  const { stage, assignee, revision } = standingWith(before, change);
  const data: MoveData = {
    ...whatOf(triaged, change, before),
    revision,
    to: stage,
    ...(assignee === null ? {} : { assignee }),
    ...(change.assignee === undefined ? {} : { assigned: true }),
  };
  // The stage is a target, too, so that the few moves that changed it are found among many notes.
  const reached: Target = { type: 'stage', id: stage };
  const targets = [targetOf(triaged), ...(change.stage === undefined ? [] : [reached])];
  return { action: 'whodid.triage', targets, data };
}

/** What is recorded of a move that was refused: all that was wanted, and where the entry stood. */
export function refusedNote(
  triaged: Triaged,
  change: Change,
  standing: Standing,
  reason: string,
): Note {
  const { assignee, revision } = change;
  const data = {
    ...whatOf(triaged, change, standing),
    ...(assignee === undefined ? {} : { assignee }),
    ...(revision === undefined ? {} : { wantedRevision: revision }),
  };
  const targets = [targetOf(triaged)];
  return { action: 'whodid.triage', outcome: 'denied', reason, targets, data };
}

function whatOf(
  { owner }: Triaged,
  { stage, note }: Change,
  { stage: from, revision }: Standing,
): MoveData {
  return { revision, from, to: stage ?? from, owner, ...(note === undefined ? {} : { note }) };
}

function targetOf({ id }: Triaged): Target {
  return { type: 'entry', id };
}
