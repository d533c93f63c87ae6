import type { Store } from '@whodid/store';
import { callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { LookBook } from '../journal/look-book.ts';
import { entry, entryParameters } from '../openapi/schemas.ts';
import { sendJsonText } from '../send-json-text.ts';
import { findEntry } from './find-entry.ts';

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
      const caller = callerOf(request);
      const { id, text } = await findEntry(store, request.params.id, caller);
      await looks.record({ what: 'entry', target: { type: 'entry', id }, entries: 1 }, caller);
      return sendJsonText(reply, text);
    },
  });
}
