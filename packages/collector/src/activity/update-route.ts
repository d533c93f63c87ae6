import { type EntryFields, isUuid } from '@whodid/core';
import { activityLogRow } from '@whodid/core/view';
import type { Store } from '@whodid/store';
import { type Caller, callerOf } from '../access/caller.ts';
import { allows } from '../access/scopes.ts';
import type { CollectorApp } from '../collector-app.ts';
import { problem } from '../openapi/schemas.ts';
import { Problem } from '../problem/problem.ts';
import { isStage, type Stage, stages } from '../triage/stage.ts';
import type { ActivityTools } from './activity-routes.ts';
import { isRow, isRowOf } from './activity-rows.ts';
import { row, rowChange, rowParameters } from './activity-schemas.ts';

/** Adds `PATCH /api/logs/update/:id/`: the next status of a row, and nothing else of it. */
export function updateRoute(
  app: CollectorApp,
  { store, triage }: Pick<ActivityTools, 'store' | 'triage'>,
): void {
  app.route({
    method: 'PATCH',
    url: '/api/logs/update/:id/',
    schema: {
      summary: 'Move a row of the activity log to its next status',
      description:
        'PENDING, IN_PROGRESS, DONE: one after the other and never back. Your own rows, or with the scope `triage` any. A row that is not there for you is 404, whyever.',
      tags: ['activity'],
      params: rowParameters,
      body: rowChange,
      response: { 200: row, 409: problem },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const stage = stageIn(request.body.status);
      const entry = await findRow(store, request.params.id, caller);
      const triaged = { tenant: caller.tenant, id: entry.id, owner: entry.actor.id };
      const after = await triage.move(triaged, { stage, note: request.body.note }, caller);
      return activityLogRow(entry, after.stage);
    },
  });
}

function stageIn(status: unknown): Stage {
  if (isStage(status)) return status;
  const wanted = `one of ${stages.join(', ')}`;
  throw new Problem('BODY_INVALID', `status must be ${wanted}`, {
    // `error` as document 002 has it.
    facts: { path: 'status', wanted, error: 'Invalid status' },
  });
}

async function findRow(store: Store, given: string, caller: Caller): Promise<EntryFields> {
  const id = given.toLowerCase();
  const found = isUuid(id) ? await store.get(caller.tenant, id) : null;
  const entry = found === null ? null : (JSON.parse(found.text) as EntryFields);
  if (entry !== null && mayMove(caller, entry)) return entry;
  throw new Problem('NOT_FOUND', 'There is no row of this id.');
}

function mayMove({ scopes, userId }: Caller, entry: EntryFields): boolean {
  if (allows(scopes, 'triage')) return isRow(entry);
  return userId !== null && allows(scopes, 'own') && isRowOf(userId, entry);
}
