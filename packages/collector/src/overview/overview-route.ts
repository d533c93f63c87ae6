import { parseQuery, type Query } from '@whodid/core';
import type { Store, Tally } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { QueryTools } from '../query/list-route.ts';
import { readBound } from '../query/time-parameter.ts';
import { bucketEdges } from '../tally/bucket-edges.ts';
import { checkZone } from '../tally/check-zone.ts';
import { firstIn, firstOf } from '../tally/first-of.ts';
import { answerOf } from '../tally/tally-answer.ts';
import { findHints, hintGroups } from './hints.ts';
import { mostUrgent } from './most-urgent.ts';
import { overviewAnswer, overviewParameters } from './overview-schemas.ts';
import { find, valuesOf } from './tally-values.ts';

/** Periods before the one that is looked at that show what is usual. */
const comparedPeriods = 4;
const shownValues = 8;
const mostValues = 1000;

const groups = [['actor'], ['action'], ['country'], ['kind'], ...hintGroups] as const;
const failed = parseQuery('outcome:failure,denied', { now: 0 });
const failedSignIns = parseQuery('kind:auth outcome:failure,denied', { now: 0 });
const denials = parseQuery('outcome:denied -kind:auth', { now: 0 });
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
      const caller = callerOf(request);
      const visible = (query: Query): Query => visibleTo(caller, query);
      const all = { tenant: caller.tenant, query: visible({ type: 'all' }) };
      const from =
        fromText === undefined
          ? ((await firstOf(store, all)) ?? now)
          : readBound('from', 'from', fromText, now);
      const to = Math.max(from + 1, toText === 'now' ? now : readBound('to', 'to', toText, now));
      const period = {
        tenant: caller.tenant,
        from,
        to,
        edges: bucketEdges({ from, to, buckets, zone }),
      };
      const { current, before, hints, failing } = await compare(store, period, visible);
      await looks.record({ what: 'overview', from, to, entries: 0 }, caller);
      return { now: answerOf(shortened(current), period.edges), before, hints, failing };
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
  const period = { tenant, from, to };
  const justBefore = { tenant, from: from - length, to: from - 1 };
  const earlier = { tenant, from: from - comparedPeriods * length, to: from - 1 };
  const all = { by: groups, top: mostValues, query: visible({ type: 'all' }) };
  const byIp = (query: Query) => ({
    by: [['ip']] as const,
    top: mostValues,
    query: visible(query),
  });
  const failures = { by: [['action']] as const, top: shownValues, query: visible(failed) };
  const edgesBefore = edges.map((at) => at - length);
  const inBoth = async (query: Query): Promise<{ now: Tally; before: Tally }> => ({
    now: await store.tally({ ...period, ...byIp(query) }),
    before: await store.tally({ ...earlier, ...byIp(query) }),
  });
  const [current, previous, usual, signIns, others, failing] = await Promise.all([
    store.tally({ ...period, ...all, edges }),
    store.tally({ ...justBefore, edges: edgesBefore, query: all.query }),
    store.tally({ ...earlier, ...all }),
    inBoth(failedSignIns),
    inBoth(denials),
    store.tally({ ...period, ...failures }),
  ]);
  const found = findHints({
    now: current,
    before: usual,
    failedSignIns: signIns,
    denials: others,
    periods: (from - (firstIn(usual) ?? from)) / length,
  });
  const countBefore = async (query: string): Promise<number> => {
    const asked = visible(parseQuery(query, { now: to }));
    return (await store.tally({ tenant, to: from - 1, query: asked })).count;
  };
  return {
    current,
    before: beforeOf(previous),
    hints: await mostUrgent(found, countBefore),
    failing: failingOf(failing, current),
  };
}

function beforeOf({ count, failed, writes, buckets }: Tally) {
  return { count, failed, writes, buckets: buckets.map((bucket) => bucket.count) };
}

// How often it failed, and how often it was done.
function failingOf(failing: Tally, current: Tally) {
  const done = valuesOf(current, 'action');
  return valuesOf(failing, 'action').map(({ value: [action = ''], count }) => ({
    action,
    failed: count,
    count: find(done, [action])?.count ?? null,
  }));
}

function shortened(tally: Tally): Tally {
  const asked = tally.groups.filter(({ by }) => shown.includes(by.join('/')));
  return {
    ...tally,
    groups: asked.map((group) => ({ ...group, values: group.values.slice(0, shownValues) })),
  };
}
