import type { EntryFields } from '@whodid/core';
import type { Store, StoredEntry } from '@whodid/store';
import type { z } from 'zod';
import { type Caller, callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { LookBook } from '../journal/look-book.ts';
import { entryParameters, problem } from '../openapi/schemas.ts';
import { findEntry } from '../query/find-entry.ts';
import type { Move } from './move.ts';
import type { Triaged } from './move-note.ts';
import { standingAfter } from './standing.ts';
import type { Triage } from './triage.ts';
import { change, triage as triageSchema } from './triage-schemas.ts';

export interface TriageRouteTools {
  readonly store: Store;
  readonly triage: Triage;
  readonly looks: LookBook;
}

/** Adds the routes that tell where an entry stands and move it. */
export function triageRoutes(app: CollectorApp, { store, triage, looks }: TriageRouteTools): void {
  const url = '/v1/entries/:id/triage';
  app.route({
    method: 'GET',
    url,
    schema: {
      summary: 'Where an entry stands, and how it came there',
      tags: ['triage'],
      params: entryParameters,
      response: { 200: triageSchema },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const stored = await findEntry(store, request.params.id, caller);
      const target = { type: 'entry', id: stored.id } as const;
      const moves = await triage.moves(triagedOf(stored, caller));
      await looks.record({ what: 'triage', target, entries: moves.length }, caller);
      return shown(stored.id, moves);
    },
  });
  app.route({
    method: 'POST',
    url,
    schema: {
      summary: 'Move an entry, assign it, leave a note',
      description:
        'PENDING, IN_PROGRESS, DONE: one after the other and never back. Of two who move an entry at the same time exactly one succeeds, the other gets 409 `STAGE_CONFLICT` with `stage` and `allowed`. Notes and assignments without `stage` and `revision` always succeed.',
      tags: ['triage'],
      params: entryParameters,
      body: change,
      response: { 200: triageSchema, 409: problem },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const stored = await findEntry(store, request.params.id, caller);
      const triaged = triagedOf(stored, caller);
      const { revision } = await triage.move(triaged, request.body, caller);
      const moves = await triage.moves(triaged);
      // Others may have gone on meanwhile; what is told is where this move led to.
      return shown(
        stored.id,
        moves.filter((move) => move.revision <= revision),
      );
    },
  });
}

/** A stored entry as triage needs it. */
export function triagedOf({ id, text }: StoredEntry, { tenant }: Caller): Triaged {
  const { actor } = JSON.parse(text) as EntryFields;
  return { tenant, id, owner: actor.id };
}

function shown(entry: string, moves: readonly Move[]): z.output<typeof triageSchema> {
  const { stage, assignee, revision } = standingAfter(moves.at(-1));
  const assigned = assignee === null ? {} : { assignee };
  return { entry, stage, ...assigned, revision, moves: moves.map(shownMove) };
}

function shownMove({ revision, at, by, from, to, assignee, assigned, note }: Move) {
  const { type, id, name } = by;
  return {
    revision,
    at,
    by: { type, id, ...(name === undefined ? {} : { name }) },
    ...(from === to ? {} : { from, to }),
    ...(assigned ? { assignee } : {}),
    ...(note === undefined ? {} : { note }),
  };
}
