import type { CollectorApp } from '../collector-app.ts';
import { me } from '../openapi/schemas.ts';
import { callerOf } from './caller.ts';

/** Adds `GET /v1/me`: who the collector takes the caller for. */
export function meRoute(app: CollectorApp): void {
  app.route({
    method: 'GET',
    url: '/v1/me',
    schema: { operationId: 'getMe', summary: 'Who am I', tags: ['access'], response: { 200: me } },
    handler: async (request) => {
      const { id, name, userId, scopes, tenant } = callerOf(request);
      const own = userId === null ? {} : { userId };
      return { id, name, ...own, scopes: [...scopes], tenant };
    },
  });
}
