import type { Query } from '@whodid/core';
import type { Store, Tally } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { QueryTools } from '../query/list-route.ts';
import { readBound } from '../query/time-parameter.ts';
import { bucketEdges } from '../tally/bucket-edges.ts';
import { checkZone } from '../tally/check-zone.ts';
import { answerOf } from '../tally/tally-answer.ts';
import { findHints, hintGroups } from './hints.ts';
import { overviewAnswer, overviewParameters } from './overview-schemas.ts';

/** Periods before the one that is looked at that show what is usual. */
const comparedPeriods = 4;
const shownValues = 8;
const mostValues = 1000;

const groups = [['actor'], ['action'], ['country'], ['kind'], ...hintGroups] as const;
const shown: readonly string[] = ['actor', 'action', 'country', 'method/route'];

/** Adds `GET /v1/overview`: what a period was like, and whether that is unusual. */
export function overviewRoute(app: CollectorApp, tools: QueryTools): void {
  const { store, clock, looks } = tools;
  app.route({
    method: 'GET',
    url: '/v1/overview',
    schema: {
      operationId: 'overview',
      summary: 'What a period was like, compared with those before',
      tags: ['entries'],
      querystring: overviewParameters,
      response: { 200: overviewAnswer },
    },
    handler: async (request) => {
      const { from: fromText, to: toText, buckets, zone } = request.query;
      checkZone(zone);
      const now = clock.now();
      const from = readBound('from', 'from', fromText, now);
      const to = Math.max(from + 1, toText === 'now' ? now : readBound('to', 'to', toText, now));
      const caller = callerOf(request);
      const visible = (query: Query): Query => visibleTo(caller, query);
      const period = {
        tenant: caller.tenant,
        from,
        to,
        edges: bucketEdges({ from, to, buckets, zone }),
      };
      const { current, before, hints } = await compare(store, period, visible);
      await looks.record({ what: 'overview', from, to, entries: 0 }, caller);
      return { now: answerOf(shortened(current), period.edges), before, hints: [...hints] };
    },
  });
}

interface PeriodQuestion {
  readonly tenant: string;
  readonly from: number;
  readonly to: number;
  readonly edges: readonly number[];
}

async function compare(
  store: Store,
  { tenant, from, to, edges }: PeriodQuestion,
  visible: (query: Query) => Query,
) {
  const length = to - from;
  const grouped = { by: groups, top: mostValues };
  const signIns = { by: [['ip']] as const, top: mostValues, query: visible(failedSignIns) };
  const period = { tenant, from, to };
  const earlier = { tenant, from: from - comparedPeriods * length, to: from - 1 };
  const all = visible({ type: 'all' });
  const justBefore = { tenant, from: from - length, to: from - 1 };
  const [current, previous, usual, failedNow, failedBefore] = await Promise.all([
    store.tally({ ...period, ...grouped, edges, query: all }),
    store.tally({ ...justBefore, edges: edges.map((at) => at - length), query: all }),
    store.tally({ ...earlier, ...grouped, query: all }),
    store.tally({ ...period, ...signIns }),
    store.tally({ ...earlier, ...signIns }),
  ]);
  return {
    current,
    before: beforeOf(previous),
    hints: findHints({
      now: current,
      before: usual,
      failedSignIns: { now: failedNow, before: failedBefore },
      periods: (from - firstOf(usual, from)) / length,
    }),
  };
}

const failedSignIns: Query = {
  type: 'and',
  parts: [
    { type: 'field', field: 'kind', match: { type: 'anyOf', values: ['auth'] } },
    { type: 'field', field: 'outcome', match: { type: 'anyOf', values: ['failure', 'denied'] } },
  ],
};

function beforeOf({ count, failed, writes, buckets }: Tally) {
  return { count, failed, writes, buckets: buckets.map((bucket) => bucket.count) };
}

// Every entry has a kind, so the first of any kind is the first of all.
function firstOf({ groups }: Tally, fallback: number): number {
  const kinds = groups.find(({ by }) => by[0] === 'kind')?.values ?? [];
  return Math.min(fallback, ...kinds.map(({ firstAt }) => firstAt));
}

function shortened(tally: Tally): Tally {
  const asked = tally.groups.filter(({ by }) => shown.includes(by.join('/')));
  return {
    ...tally,
    groups: asked.map((group) => ({ ...group, values: group.values.slice(0, shownValues) })),
  };
}
