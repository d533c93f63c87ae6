import { type Clock, parseQuery } from '@whodid/core';
import { callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import { fine, queryParameters } from '../openapi/schemas.ts';

/** Adds `GET /v1/query/check`, for query bars: is this text a query, and if not, where is it wrong? */
export function checkRoute(app: CollectorApp, clock: Clock): void {
  app.route({
    method: 'GET',
    url: '/v1/query/check',
    schema: {
      operationId: 'checkQuery',
      summary: 'Check a query without running it',
      tags: ['entries'],
      querystring: queryParameters,
      response: { 200: fine },
    },
    handler: async (request) => {
      parseQuery(request.query.q, {
        now: clock.now(),
        me: callerOf(request).userId ?? undefined,
      });
      return { ok: true as const };
    },
  });
}
