import { Readable } from 'node:stream';
import { type EntryFields, parseQuery } from '@whodid/core';
import type { ListRequest, Page, Store } from '@whodid/store';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import { queryText, timeParameter } from '../openapi/schemas.ts';
import { strictObject } from '../problem/strict-object.ts';
import type { QueryTools } from '../query/list-route.ts';
import { readBound } from '../query/time-parameter.ts';
import { cellsOf, columnNames, csvLine, readColumns, usualColumns } from './columns.ts';

const atOnce = 500;

const parameters = strictObject({
  format: z.enum(['csv', 'ndjson'], 'csv or ndjson').default('csv').describe('What is written'),
  q: queryText,
  from: timeParameter('Earliest occurredAt, included').optional(),
  to: timeParameter('Latest occurredAt, included').optional(),
  columns: z
    .string()
    .max(1000, 'text of at most 1000 characters')
    .default('')
    .describe(
      `Columns of a CSV file, with commas between, of ${columnNames.join(', ')}. Without, ${usualColumns.join(', ')}`,
    ),
});

const file = {
  description: 'A file, as long as there are entries',
  content: {
    'text/csv': { schema: z.string().meta({ examples: ['occurredAt,action\r\n'] }) },
    'application/x-ndjson': { schema: z.string().meta({ examples: ['{"action":"a"}\n'] }) },
  },
};

/**
 * Adds `GET /v1/entries/export`: all that match, newest first, without an upper limit.
 *
 * It is written page by page as fast as it is taken. If the store fails in the middle the connection
 * is broken off, so that what is there does not look like all there is.
 */
export function exportRoute(app: CollectorApp, { store, clock, looks, streams }: QueryTools): void {
  app.route({
    method: 'GET',
    url: '/v1/entries/export',
    schema: {
      operationId: 'exportEntries',
      summary: 'Write all entries that match into a file',
      tags: ['entries'],
      querystring: parameters,
      response: { 200: file },
    },
    handler: async (request, reply) => {
      const { format, q, from, to, columns: wanted } = request.query;
      const columns = readColumns(wanted);
      const now = clock.now();
      const caller = callerOf(request);
      const me = caller.userId ?? undefined;
      const range = {
        from: from === undefined ? undefined : readBound('from', 'from', from, now),
        // What arrives while it is written is not half in it.
        to: to === undefined ? now : readBound('to', 'to', to, now),
      };
      const question = {
        ...{ ...range, tenant: caller.tenant, limit: atOnce },
        query: visibleTo(caller, streams.expand(caller.tenant, parseQuery(q, { now, me }))),
      };
      // Before anything is sent: a store that is away is an answer, and not half a file.
      const first = await store.list(question);
      const entries = await store.count(question);
      await looks.record({ what: 'export', query: q, ...range, entries }, caller);
      const lines = format === 'csv' ? csvLines(columns) : jsonLines;
      const text = Readable.from(textOf(store, question, first, lines));
      return sendFile(reply, fileName(now, format), text);
    },
  });
}

interface Lines {
  readonly head: string;
  entry(text: string): string;
  /** What stands where an entry is damaged: it is not passed over. */
  damaged(id: string): string;
}

const jsonLines: Lines = {
  head: '',
  entry: (text) => `${text}\n`,
  damaged: (id) => `${JSON.stringify({ id, damaged: true })}\n`,
};

function csvLines(columns: readonly string[]): Lines {
  return {
    head: csvLine(columns),
    entry: (text) => csvLine(cellsOf(JSON.parse(text) as EntryFields, columns)),
    damaged: (id) => csvLine([`damaged entry ${id}`, ...columns.slice(1).map(() => '')]),
  };
}

async function* textOf(
  store: Store,
  question: ListRequest,
  first: Page,
  lines: Lines,
): AsyncGenerator<string> {
  yield lines.head;
  for (let page = first; ; ) {
    const entries = page.entries.map(({ text }) => lines.entry(text));
    const damaged = page.damaged.map(({ id }) => lines.damaged(id));
    yield [...entries, ...damaged].join('');
    if (page.next === null) return;
    page = await store.list({ ...question, cursor: page.next });
  }
}

function sendFile(reply: FastifyReply, name: string, text: Readable): FastifyReply {
  return reply
    .type(name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(text);
}

function fileName(now: number, format: string): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `whodid-${time}.${format}`;
}
