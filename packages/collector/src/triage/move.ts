import type { Actor, EntryFields, JsonObject, Query, QueryField } from '@whodid/core';
import type { StoredEntry } from '@whodid/store';
import { isStage, type Stage } from './stage.ts';

/** One step of the triage of an entry: a stage, an assignment or a note. Read from its own entry. */
export interface Move {
  /** Id of the entry that is triaged. */
  readonly entry: string;
  /** 1, 2, 3 ... for each triaged entry. */
  readonly revision: number;
  /** When, as in `occurredAt`. */
  readonly at: string;
  readonly by: Actor;
  /** The stage before and after; the same if it stayed. */
  readonly from: Stage;
  readonly to: Stage;
  /** To whom the entry is assigned after it. `null` for nobody. */
  readonly assignee: string | null;
  /** Whether it is this move that assigned it so. */
  readonly assigned: boolean;
  readonly note?: string;
}

/** What the entry of a move holds in `data`. */
export interface MoveData extends JsonObject {
  readonly revision: number;
  readonly from: Stage;
  readonly to: Stage;
  /** `actor.id` of the entry that is triaged: whose history looks different now. */
  readonly owner: string;
}

const action = 'whodid.triage';

/**
 * The move that an entry is, or `null`. Refused moves are none, and neither is what only looks alike:
 * a query compares without regard to case.
 */
export function readMove({ text }: StoredEntry): Move | null {
  return moveIn(JSON.parse(text) as EntryFields);
}

/** The same of an entry that is read already. */
export function moveIn(fields: EntryFields): Move | null {
  const { actor, data, occurredAt, outcome, targets } = fields;
  const [target] = targets;
  if (fields.action !== action || outcome !== 'success' || target?.type !== 'entry') return null;
  const { revision, from, to, assignee, assigned, note } = (data ?? {}) as Partial<MoveData>;
  if (!Number.isSafeInteger(revision) || !isStage(from) || !isStage(to)) return null;
  return {
    entry: target.id,
    revision: revision as number,
    at: occurredAt,
    by: actor,
    from,
    to,
    assignee: typeof assignee === 'string' ? assignee : null,
    assigned: assigned === true,
    ...(typeof note === 'string' ? { note } : {}),
  };
}

/** Every move of an entry. */
export function movesOf(entry: string): Query {
  return { type: 'and', parts: [...moves, anyOf('target', [`entry:${entry}`])] };
}

/** The moves of some entries that changed their stage: at most two of each entry. */
export function stageMovesOf(entries: readonly string[]): Query {
  const ids = entries.map((entry) => `entry:${entry}`);
  return { type: 'and', parts: [...moves, anyOf('target.type', ['stage']), anyOf('target', ids)] };
}

/** Every move of every entry. */
export function allMoves(): Query {
  return { type: 'and', parts: moves };
}

const moves: readonly Query[] = [anyOf('action', [action]), anyOf('outcome', ['success'])];

function anyOf(field: QueryField, values: readonly string[]): Query {
  return { type: 'field', field, match: { type: 'anyOf', values } };
}
