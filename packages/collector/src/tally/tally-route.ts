import { parseQuery } from '@whodid/core';
import type { EntryQuestion, Store } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { QueryTools } from '../query/list-route.ts';
import { readBound } from '../query/time-parameter.ts';
import { bucketEdges } from './bucket-edges.ts';
import { checkZone } from './check-zone.ts';
import { firstOf } from './first-of.ts';
import { readGroups } from './read-groups.ts';
import { answerOf } from './tally-answer.ts';
import { tallyAnswer, tallyParameters } from './tally-schemas.ts';

/** Adds `GET /v1/tally`: how many entries, when, and of what. */
export function tallyRoute(app: CollectorApp, { store, clock, looks, streams }: QueryTools): void {
  app.route({
    method: 'GET',
    url: '/v1/tally',
    schema: {
      operationId: 'tallyEntries',
      summary: 'Count entries by time and by value',
      tags: ['entries'],
      querystring: tallyParameters,
      response: { 200: tallyAnswer },
    },
    handler: async (request) => {
      const { q, from, to, by, top, order, buckets, zone } = request.query;
      checkZone(zone);
      const now = clock.now();
      const caller = callerOf(request);
      const me = caller.userId ?? undefined;
      const range = {
        from: from === undefined ? undefined : readBound('from', 'from', from, now),
        to: to === undefined ? undefined : readBound('to', 'to', to, now),
      };
      const question = {
        ...range,
        tenant: caller.tenant,
        query: visibleTo(caller, streams.expand(caller.tenant, parseQuery(q, { now, me }))),
      };
      const groups = readGroups(by);
      const edges = buckets === 0 ? [] : await edgesFor(store, question, { buckets, zone, now });
      const tally = await store.tally({ ...question, by: groups, top, order, edges });
      await looks.record({ what: 'tally', query: q, ...range, entries: 0 }, caller);
      return answerOf(tally, edges);
    },
  });
}

async function edgesFor(
  store: Store,
  question: EntryQuestion,
  { buckets, zone, now }: { buckets: number; zone: string; now: number },
): Promise<readonly number[]> {
  const { from = await firstOf(store, question), to = now } = question;
  return from === null ? [] : bucketEdges({ from, to: Math.max(from, to), buckets, zone });
}
