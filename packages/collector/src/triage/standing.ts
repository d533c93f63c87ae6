import { Problem } from '../problem/problem.ts';
import type { Move } from './move.ts';
import { allowedAfter, firstStage, type Stage } from './stage.ts';

/** Where an entry stands in triage. */
export interface Standing {
  readonly stage: Stage;
  /** `null` for nobody. */
  readonly assignee: string | null;
  /** How many moves there were. */
  readonly revision: number;
}

/** What somebody wants to change: at least one of the first three. */
export interface Change {
  readonly stage?: Stage | undefined;
  /** `null` for nobody. */
  readonly assignee?: string | null | undefined;
  readonly note?: string | undefined;
  /** The revision that it is meant for. Without one, whichever there is. */
  readonly revision?: number | undefined;
}

/** Where an entry stands after its last move, if it has one. */
export function standingAfter(last: Move | null | undefined): Standing {
  if (last === null || last === undefined) {
    return { stage: firstStage, assignee: null, revision: 0 };
  }
  return { stage: last.to, assignee: last.assignee, revision: last.revision };
}

/** Where it will stand after a change that is allowed. */
export function standingWith(before: Standing, { stage, assignee }: Change): Standing {
  return {
    stage: stage ?? before.stage,
    assignee: assignee === undefined ? before.assignee : assignee,
    revision: before.revision + 1,
  };
}

/** Why a change is not allowed now, or `null`. */
export function refusalOf(wanted: Change, { stage, revision }: Standing): Problem | null {
  const allowed = allowedAfter[stage];
  const facts = { stage, allowed, revision };
  if (wanted.revision !== undefined && wanted.revision !== revision) {
    const detail = `The entry is at revision ${revision}, not ${wanted.revision}.`;
    return new Problem('REVISION_CONFLICT', detail, { facts });
  }
  if (wanted.stage === undefined || allowed.includes(wanted.stage)) return null;
  const possible = allowed.length === 0 ? 'that is the last stage' : `next is ${allowed.join()}`;
  const detail = `The entry is ${stage} and cannot become ${wanted.stage}: ${possible}.`;
  return new Problem('STAGE_CONFLICT', detail, { facts });
}
