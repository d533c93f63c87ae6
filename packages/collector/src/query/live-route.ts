import type { OutgoingHttpHeaders } from 'node:http';
import { type Clock, parseQuery } from '@whodid/core';
import { callerOf } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { LookBook } from '../journal/look-book.ts';
import { entryStream, queryParameters } from '../openapi/schemas.ts';
import type { StreamExpander } from '../streams/stream-registry.ts';
import type { LiveHub } from './live-hub.ts';

export interface LiveTools {
  readonly hub: LiveHub;
  readonly clock: Clock;
  readonly looks: LookBook;
  readonly streams: StreamExpander;
}

const limitBytes = 2 * 1024 * 1024;

/** Adds `GET /v1/entries/live`: entries as they are stored, as server-sent events. */
export function liveRoute(app: CollectorApp, { hub, clock, looks, streams }: LiveTools): void {
  app.route({
    method: 'GET',
    url: '/v1/entries/live',
    // Its answer never ends, which is not what somebody who asks for the headers means.
    exposeHeadRoute: false,
    schema: {
      operationId: 'watchEntries',
      summary: 'Entries as they are stored',
      description:
        'Server-sent events: `entry` with the entry, and `notice` with `{"skipped":n}` for a reader that is too slow.',
      tags: ['entries'],
      querystring: queryParameters,
      response: { 200: entryStream },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { tenant, stillValid } = caller;
      const me = caller.userId ?? undefined;
      const { q } = request.query;
      const asked = streams.expand(tenant, parseQuery(q, { now: clock.now(), me }));
      const query = visibleTo(caller, asked);
      hub.makeRoom();
      await looks.record({ what: 'live', query: q, entries: 0 }, caller);
      reply.hijack();
      const response = reply.raw;
      // nginx would collect the events without the last one.
      reply.headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
      const client = hub.add({ response, tenant, query, stillValid, limitBytes });
      response.on('close', () => {
        const look = { what: 'live', query: q, entries: client.shown };
        // Nobody waits for an answer any more that could tell of a failure.
        if (client.shown > 0) looks.record(look, caller).catch(() => undefined);
      });
    },
  });
}
