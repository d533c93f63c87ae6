import { parseQuery } from '@whodid/core';
import { callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { QueryTools } from '../query/list-route.ts';
import { unwrapCursor, wrapCursor } from '../query/page-cursor.ts';
import { readBound } from '../query/time-parameter.ts';
import { sendJsonText } from '../send-json-text.ts';
import { type BoardCard, type BoardPage, readBoard, waitingQuery } from './board.ts';
import { boardAnswer, boardParameters } from './board-schemas.ts';
import { standingAfter } from './standing.ts';
import { Standings } from './standings.ts';

/** Adds `GET /v1/triage`: what waits for a decision, what is in progress, what is done. */
export function boardRoute(app: CollectorApp, { store, clock, looks, streams }: QueryTools): void {
  const standings = new Standings(store);
  app.addHook('onClose', async () => standings.close());
  app.route({
    method: 'GET',
    url: '/v1/triage',
    schema: {
      operationId: 'listTriage',
      summary: 'What waits for a decision, is in progress, or is done',
      tags: ['triage'],
      querystring: boardParameters,
      response: { 200: boardAnswer },
    },
    handler: async (request, reply) => {
      const { stage, q, assignee, from, limit, cursor } = request.query;
      const place = cursor === undefined ? undefined : unwrapCursor(cursor);
      const now = place?.now ?? clock.now();
      const caller = callerOf(request);
      const me = caller.userId ?? undefined;
      const query =
        q.trim() === '' ? null : streams.expand(caller.tenant, parseQuery(q, { now, me }));
      const question = {
        ...{ stage, query, limit, cursor: place?.cursor },
        assignee: assignee === '' ? null : assignee,
        from: readBound('from', 'from', from, now),
      };
      const page = await readBoard(store, await standings.of(caller.tenant), question, caller);
      await looks.record({ what: 'triage', query: q, entries: page.cards.length }, caller);
      return sendJsonText(reply, textOf(page, q.trim() === '' ? waitingQuery : q, now));
    },
  });
}

// The kept bytes go out as they are.
function textOf({ cards, counts, next }: BoardPage, query: string, now: number): string {
  const rest = JSON.stringify({ query, counts, next: wrapCursor(next, now) });
  return `{"cards":[${cards.map(cardText).join(',')}],${rest.slice(1)}`;
}

function cardText({ stored, last }: BoardCard): string {
  const { stage, assignee, revision } = standingAfter(last);
  const standing = {
    ...{ stage, revision },
    ...(assignee === null ? {} : { assignee }),
    ...(last === undefined ? {} : { at: last.at, by: last.by.name ?? last.by.id }),
    ...(last?.note === undefined ? {} : { note: last.note }),
  };
  return `{"entry":${stored.text},"standing":${JSON.stringify(standing)}}`;
}
