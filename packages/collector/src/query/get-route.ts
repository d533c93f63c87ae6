import { isUuid } from '@whodid/core';
import type { Store } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import { isVisible } from '../access/visible.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { LookBook } from '../journal/look-book.ts';
import { entry, entryParameters } from '../openapi/schemas.ts';
import { Problem } from '../problem/problem.ts';
import { sendJsonText } from '../send-json-text.ts';

/** Adds `GET /v1/entries/:id`. An entry of another tenant is as one that does not exist. */
export function getRoute(app: CollectorApp, store: Store, looks: LookBook): void {
  app.route({
    method: 'GET',
    url: '/v1/entries/:id',
    schema: {
      operationId: 'getEntry',
      summary: 'One entry',
      tags: ['entries'],
      params: entryParameters,
      response: { 200: entry },
    },
    handler: async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const caller = callerOf(request);
      const found = isUuid(id) ? await store.get(caller.tenant, id) : null;
      if (found === null || !isVisible(found, caller))
        throw new Problem('NOT_FOUND', 'There is no entry of this id.');
      await looks.record({ what: 'entry', target: { type: 'entry', id }, entries: 1 }, caller);
      return sendJsonText(reply, found.text);
    },
  });
}
