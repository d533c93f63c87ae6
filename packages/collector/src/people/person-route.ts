import { parseQuery, type Query } from '@whodid/core';
import type { Store, Tally } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import { mostUrgent } from '../overview/most-urgent.ts';
import { valuesOf } from '../overview/tally-values.ts';
import type { QueryTools } from '../query/list-route.ts';
import { readBound } from '../query/time-parameter.ts';
import { checkZone } from '../tally/check-zone.ts';
import { answerOf, timeText } from '../tally/tally-answer.ts';
import { personAnswer, personParameters, personPath } from './person-schemas.ts';
import { byHour, hourEdges, hoursOfWeek, personHints, usualHours } from './usual.ts';

const fourWeeksMs = 28 * 86_400_000;
const fewestForHabits = 50;
const groups = [
  ...([['action'], ['target.type'], ['target'], ['country'], ['ip'], ['client']] as const),
  ['outcome'],
] as const;

/** Adds `GET /v1/people/:type/:id`: what somebody did, and whether that is unusual. */
export function personRoute(app: CollectorApp, { store, clock, looks }: QueryTools): void {
  app.route({
    method: 'GET',
    url: '/v1/people/:type/:id',
    schema: {
      operationId: 'getPerson',
      summary: 'What somebody did, compared with what is usual for them',
      tags: ['entries'],
      params: personPath,
      querystring: personParameters,
      response: { 200: personAnswer },
    },
    handler: async (request) => {
      const { type, id } = request.params;
      const { from: fromText, to: toText, zone } = request.query;
      checkZone(zone);
      const now = clock.now();
      const from = readBound('from', 'from', fromText, now);
      const to = Math.max(from + 1, toText === 'now' ? now : readBound('to', 'to', toText, now));
      const caller = callerOf(request);
      const query = visibleTo(caller, actorQuery(type, id));
      const answer = await describe(store, { tenant: caller.tenant, query, from, to }, zone);
      const target = { type, id };
      await looks.record({ what: 'person', from, to, target, entries: 0 }, caller);
      return answer;
    },
  });
}

function actorQuery(type: string, id: string): Query {
  return {
    type: 'and',
    parts: [
      { type: 'field', field: 'actor.type', match: { type: 'anyOf', values: [type] } },
      { type: 'field', field: 'actor.id', match: { type: 'anyOf', values: [id] } },
    ],
  };
}

interface PersonQuestion {
  readonly tenant: string;
  readonly query: Query;
  readonly from: number;
  readonly to: number;
}

async function describe(store: Store, question: PersonQuestion, zone: string) {
  const { tenant, query, from, to } = question;
  const earlier = { tenant, query, from: from - fourWeeksMs, to: from - 1 };
  const recent = { tenant, query, from: to - fourWeeksMs, to };
  const edges = {
    now: hourEdges(from, to),
    before: hourEdges(earlier.from, earlier.to),
    recent: hourEdges(recent.from, recent.to),
  };
  const [ever, now, before, lately] = await Promise.all([
    store.tally({ tenant, query, by: [['actor'], ['kind']], top: 100 }),
    store.tally({ ...question, by: groups, top: 12, edges: edges.now }),
    store.tally({ ...earlier, by: [['country'], ['client']], top: 100, edges: edges.before }),
    store.tally({ ...recent, edges: edges.recent }),
  ]);
  const countBefore = async (part: string): Promise<number> => {
    const both: Query = { type: 'and', parts: [query, parseQuery(part, { now: to })] };
    return (await store.tally({ tenant, query: both, to: from - 1 })).count;
  };
  const hoursNow = hoursOfWeek(now, edges.now, zone);
  const hoursBefore = hoursOfWeek(before, edges.before, zone);
  const compared = { now, before, edges: edges.now, zone, hoursNow, hoursBefore };
  return {
    ...seenOf(ever),
    now: answerOf({ ...now, buckets: [] }, []),
    hours: hoursOfWeek(lately, edges.recent, zone),
    usual: before.count < fewestForHabits ? null : usualOf(before, hoursBefore),
    hints: await mostUrgent(personHints(compared), countBefore),
  };
}

function seenOf(ever: Tally) {
  const kinds = valuesOf(ever, 'kind');
  const name = valuesOf(ever, 'actor')[0]?.name;
  const times = (pick: 'firstAt' | 'lastAt'): number[] => kinds.map((kind) => kind[pick]);
  return {
    ...(name === undefined ? {} : { name }),
    firstAt: kinds.length === 0 ? null : timeText(Math.min(...times('firstAt'))),
    lastAt: kinds.length === 0 ? null : timeText(Math.max(...times('lastAt'))),
    total: ever.count,
  };
}

function usualOf(before: Tally, hours: readonly (readonly number[])[]) {
  const names = (field: 'country' | 'client'): string[] =>
    valuesOf(before, field)
      .slice(0, 3)
      .map(({ value }) => value[0] ?? '');
  return {
    entries: before.count,
    hours: usualHours(byHour(hours)),
    countries: names('country'),
    clients: names('client'),
  };
}
