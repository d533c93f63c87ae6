import type { Clock, ReadOptions } from '@whodid/core';
import type { EntryQuestion, Store } from '@whodid/store';
import type { FastifyRequest } from 'fastify';
import { type Caller, callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { Look, LookBook } from '../journal/look-book.ts';
import { Problem } from '../problem/problem.ts';
import { unwrapCursor, wrapCursor } from '../query/page-cursor.ts';
import { readBound } from '../query/time-parameter.ts';
import { type HistoryItem, historyItem } from './history-item.ts';
import type { HistoryOptions } from './history-options.ts';
import { historyPage, type Neighbour } from './history-page.ts';
import { placeText, readPlace } from './history-place.ts';
import { type HistoryFilter, historyQuery } from './history-query.ts';
import {
  adminPage,
  adminParameters,
  type CommonParameters,
  ownPage,
  ownParameters,
} from './history-schemas.ts';

export interface HistoryTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly looks: LookBook;
  readonly options: ReadOptions<HistoryOptions>;
}

const tags = ['history'];

/** Adds the two histories of document 004. */
export function historyRoutes(app: CollectorApp, tools: HistoryTools): void {
  ownHistoryRoute(app, tools);
  adminHistoryRoute(app, tools);
}

function ownHistoryRoute(app: CollectorApp, tools: HistoryTools): void {
  const { hidden, limit } = tools.options;
  app.route({
    method: 'GET',
    url: '/activity-logs/user-history/',
    schema: {
      operationId: 'listOwnHistory',
      summary: 'What the person behind the credential did',
      description: 'Their requests, newest first, without the routes that are hidden from people.',
      tags,
      querystring: ownParameters(limit),
      response: { 200: ownPage },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { userId } = caller;
      if (userId === null) {
        const detail =
          'This credential acts for nobody, so it has no history of its own. Use the token of a person.';
        throw new Problem('FORBIDDEN', detail);
      }
      const filter = { userId, hidden };
      const asked = {
        url: pathOf(request),
        what: 'user-history',
        parameters: request.query,
        filter,
      };
      const { results, ...page } = await answer(asked, caller, tools);
      return { ...page, results: results.map(({ user_id: _, ...item }) => item) };
    },
  });
}

function adminHistoryRoute(app: CollectorApp, tools: HistoryTools): void {
  app.route({
    method: 'GET',
    url: '/activity-logs/admin-history/',
    schema: {
      operationId: 'listHistory',
      summary: 'What anybody did',
      description:
        'All requests, newest first, hidden routes as well. Needs the scope `read` or the permission for it.',
      tags,
      querystring: adminParameters(tools.options.limit),
      response: { 200: adminPage },
    },
    handler: async (request) => {
      const { user_id, url_name } = request.query;
      // A form sends what was left empty.
      const filter = { userId: user_id || undefined, urlName: url_name || undefined };
      const asked = {
        url: pathOf(request),
        what: 'admin-history',
        parameters: request.query,
        filter,
      };
      return await answer(asked, callerOf(request), tools);
    },
  });
}

// With a slash at its end or without, as it was asked.
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}

interface Asked {
  /** The path, for the addresses of other pages. */
  readonly url: string;
  readonly what: string;
  readonly parameters: CommonParameters;
  readonly filter: HistoryFilter;
}

interface HistoryAnswer {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: HistoryItem[];
  readonly damaged?: string[];
}

async function answer(
  { url, what, parameters, filter }: Asked,
  caller: Caller,
  { store, clock, looks, options }: HistoryTools,
): Promise<HistoryAnswer> {
  const { limit = options.limit, offset = 0, cursor } = parameters;
  const begun = cursor ? unwrapCursor(cursor) : null;
  const now = begun?.now ?? clock.now();
  const question: EntryQuestion = {
    tenant: caller.tenant,
    query: visibleTo(caller, historyQuery(filter)),
    ...boundsOf(parameters, now),
  };
  const place = begun === null ? null : readPlace(begun.cursor);
  const page = await historyPage(store, question, { limit, offset, place });
  const count = await store.count(question);
  await looks.record(lookOf(what, filter, question, page.entries.length), caller);
  const linkTo = (neighbour: Neighbour | null): string | null =>
    neighbour === null ? null : addressOf(url, { ...parameters, limit }, neighbour, now);
  return {
    count,
    next: linkTo(page.next),
    previous: linkTo(page.previous),
    results: page.entries.map((entry) => historyItem(entry, options.labels)),
    ...(page.damaged.length === 0 ? {} : { damaged: page.damaged.map(({ id }) => id) }),
  };
}

function boundsOf(
  { created_time_after: after, created_time_before: before }: CommonParameters,
  now: number,
): { readonly from?: number; readonly to?: number } {
  const from = after ? readBound('created_time_after', 'from', after, now) : undefined;
  const to = before ? readBound('created_time_before', 'to', before, now) : undefined;
  if (from !== undefined && to !== undefined && from > to) {
    const wanted = 'not later than created_time_before';
    throw new Problem('PARAMETER_INVALID', `created_time_after must be ${wanted}`, {
      facts: { parameter: 'created_time_after', wanted },
    });
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function lookOf(
  what: string,
  { userId, urlName }: HistoryFilter,
  { from, to }: EntryQuestion,
  entries: number,
): Look {
  return {
    what,
    ...(urlName === undefined ? {} : { query: `url_name=${urlName}` }),
    from,
    to,
    ...(userId === undefined ? {} : { target: { type: 'user', id: userId } }),
    entries,
  };
}

// Without scheme and host: behind a proxy the collector does not know how it was addressed.
function addressOf(
  url: string,
  parameters: { readonly [name: string]: unknown },
  { offset, place }: Neighbour,
  now: number,
): string {
  const cursor = place === null ? null : wrapCursor(placeText(place), now);
  const all = Object.entries({ ...parameters, offset, cursor });
  const given = all.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return `${url}?${new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))}`;
}
