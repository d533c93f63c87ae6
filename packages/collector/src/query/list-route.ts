import { Readable } from 'node:stream';
import { type Clock, parseQuery } from '@whodid/core';
import type { Page, Store } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { LookBook } from '../journal/look-book.ts';
import { entryPage, listParameters } from '../openapi/schemas.ts';
import { sendJsonText } from '../send-json-text.ts';
import type { StreamExpander } from '../streams/stream-registry.ts';
import { unwrapCursor, wrapCursor } from './page-cursor.ts';
import { readBound } from './time-parameter.ts';

export interface QueryTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly looks: LookBook;
  readonly streams: StreamExpander;
}

/** Adds `GET /v1/entries`. */
export function listRoute(app: CollectorApp, { store, clock, looks, streams }: QueryTools): void {
  app.route({
    method: 'GET',
    url: '/v1/entries',
    schema: {
      operationId: 'listEntries',
      summary: 'List entries, newest first',
      tags: ['entries'],
      querystring: listParameters,
      response: { 200: entryPage },
    },
    handler: async (request, reply) => {
      const { q, from, to, limit, cursor } = request.query;
      const place = cursor === undefined ? undefined : unwrapCursor(cursor);
      const now = place?.now ?? clock.now();
      const caller = callerOf(request);
      const me = caller.userId ?? undefined;
      const range = {
        from: from === undefined ? undefined : readBound('from', 'from', from, now),
        to: to === undefined ? undefined : readBound('to', 'to', to, now),
      };
      const page = await store.list({
        ...range,
        tenant: caller.tenant,
        query: visibleTo(caller, streams.expand(caller.tenant, parseQuery(q, { now, me }))),
        limit,
        cursor: place?.cursor,
      });
      await looks.record(
        { what: 'list', query: q, ...range, entries: page.entries.length },
        caller,
      );
      return sendJsonText(reply, Readable.from(textOf(page, now)));
    },
  });
}

/** Characters that go out at once: one write for each entry would cost twice the time. */
const pieceLength = 65_536;

// The kept bytes go out as they are: parsing and writing them again could only change them.
function* textOf({ entries, damaged, next }: Page, now: number): Generator<string> {
  let piece = '{"entries":[';
  for (const [at, { text }] of entries.entries()) {
    piece += at === 0 ? text : `,${text}`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (damaged.length > 0) piece += `],"damaged":[${damaged.map(({ id }) => `"${id}"`)}`;
  yield `${piece}],"next":${JSON.stringify(wrapCursor(next, now))}}`;
}
