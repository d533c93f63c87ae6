import type { EntryFields } from '@whodid/core';
import { requestJson } from '../api/request.ts';
import { sendJson } from '../api/send-json.ts';

/** Where an entry stands. There is no way back. */
export type Stage = 'PENDING' | 'IN_PROGRESS' | 'DONE';

export const stages: readonly Stage[] = ['PENDING', 'IN_PROGRESS', 'DONE'];

export const stageNames: Readonly<Record<Stage, string>> = {
  PENDING: 'Waiting',
  IN_PROGRESS: 'In progress',
  DONE: 'Done',
};

export interface Standing {
  readonly stage: Stage;
  /** How many moves there were. */
  readonly revision: number;
  readonly assignee?: string;
}

/** An entry on the board, with how it stands and who moved it last. */
export interface Card {
  readonly entry: EntryFields;
  readonly standing: Standing & {
    readonly at?: string;
    readonly by?: string;
    readonly note?: string;
  };
}

export interface Board {
  /** What counts as waiting. */
  readonly query: string;
  readonly counts: Readonly<Record<Stage, number>>;
  readonly cards: readonly Card[];
  readonly next: string | null;
}

export interface BoardRequest {
  readonly stage: Stage;
  readonly q: string;
  /** Empty for nobody, absent for anybody. */
  readonly assignee?: string | undefined;
  readonly cursor?: string | undefined;
}

/** Asks `GET /v1/triage`. @throws ApiError `QUERY_INVALID`. */
export async function fetchBoard(request: BoardRequest, signal: AbortSignal): Promise<Board> {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return (await requestJson(`/v1/triage?${search}`, { signal })) as Board;
}

/** One step: a stage, an assignment or a note. */
export interface Move {
  readonly revision: number;
  readonly at: string;
  readonly by: { readonly type: string; readonly id: string; readonly name?: string };
  readonly from?: Stage;
  readonly to?: Stage;
  readonly assignee?: string | null;
  readonly note?: string;
}

export interface Triage extends Standing {
  /** Oldest first. */
  readonly moves: readonly Move[];
}

function pathOf(entryId: string): string {
  return `/v1/entries/${encodeURIComponent(entryId)}/triage`;
}

export async function fetchTriage(entryId: string, signal?: AbortSignal): Promise<Triage> {
  return (await requestJson(pathOf(entryId), signal === undefined ? {} : { signal })) as Triage;
}

/** What somebody wants to change. `revision` is the one that they have seen. */
export interface Change {
  readonly stage?: Stage;
  readonly assignee?: string | null;
  readonly note?: string;
  readonly revision?: number;
}

/** Moves an entry. @throws ApiError `STAGE_CONFLICT`, `REVISION_CONFLICT` if somebody was faster. */
export async function moveEntry(entryId: string, change: Change): Promise<Triage> {
  return (await sendJson('POST', pathOf(entryId), change)) as Triage;
}
