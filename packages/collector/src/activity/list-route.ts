import type { EntryFields } from '@whodid/core';
import { activityLogRow } from '@whodid/core/view';
import type { Store } from '@whodid/store';
import { type Caller, callerOf } from '../access/caller.ts';
import { allows } from '../access/scopes.ts';
import type { CollectorApp } from '../collector-app.ts';
import { Problem } from '../problem/problem.ts';
import { offsetPage } from '../query/offset-page.ts';
import { sendJsonText } from '../send-json-text.ts';
import { firstStage } from '../triage/stage.ts';
import { stagesOf } from '../triage/stages-of.ts';
import { type ActivityQuestion, readQuestion } from './activity-question.ts';
import type { ActivityTools } from './activity-routes.ts';
import { isAskedFor } from './activity-rows.ts';
import { listParameters, ownerParameters, rows as rowsSchema } from './activity-schemas.ts';

/** Adds `GET /api/logs/:userId`: a plain list, newest first. */
export function listRoute(
  app: CollectorApp,
  { store, clock, looks, cache }: Omit<ActivityTools, 'ingest' | 'triage'>,
): void {
  app.route({
    method: 'GET',
    url: '/api/logs/:userId',
    schema: {
      summary: 'The activity log of a person, newest first',
      description: 'With the scope `own` only your own.',
      tags: ['activity'],
      params: ownerParameters,
      querystring: listParameters,
      response: { 200: rowsSchema },
    },
    handler: async (request, reply) => {
      const { userId } = request.params;
      const caller = callerOf(request);
      checkMayRead(caller, userId);
      const asked = readQuestion(userId, request.query, { caller, now: clock.now() });
      const { tenant, from, to } = asked.question;
      const text = await cache.answer({ tenant, userId }, JSON.stringify(asked), () =>
        answerTo(asked, store),
      );
      const entries = (JSON.parse(text) as readonly unknown[]).length;
      const target = { type: 'user', id: userId } as const;
      const query = request.query.action ?? '';
      await looks.record({ what: 'activity', query, from, to, target, entries }, caller);
      return sendJsonText(reply, text);
    },
  });
}

// The same answer whoever is asked for: it must not tell who exists.
function checkMayRead({ scopes, userId }: Caller, asked: string): void {
  if (allows(scopes, 'read') || (allows(scopes, 'own') && userId === asked)) return;
  throw new Problem('FORBIDDEN', 'You can see your own activity log only.');
}

async function answerTo({ rows, question, page }: ActivityQuestion, store: Store): Promise<string> {
  const found = await offsetPage(store, question, page, ({ text }) =>
    isAskedFor(rows, JSON.parse(text)),
  );
  const entries = found.map(({ text }) => JSON.parse(text) as EntryFields);
  const ids = entries.map(({ id }) => id);
  const stages = await stagesOf(store, question.tenant, ids);
  return JSON.stringify(
    entries.map((entry) => activityLogRow(entry, stages.get(entry.id) ?? firstStage)),
  );
}
