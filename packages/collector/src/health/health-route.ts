import type { Store } from '@whodid/store';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { CollectorApp } from '../collector-app.ts';
import { health } from '../openapi/schemas.ts';
import { Problem } from '../problem/problem.ts';

/**
 * Adds `GET /healthz`: 200 if the store can be read now, 503 if not. For machines, so without key. A
 * cache that has a warning is no failure: answers are right without it.
 */
export function healthRoute(app: CollectorApp, store: Store, cache: AnswerCache): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      operationId: 'getHealth',
      summary: 'Is it working',
      tags: ['health'],
      response: { 200: health },
    },
    handler: async () => {
      await probe(store);
      return { ok: true as const, store: store.name, cache: cache.state() };
    },
  });
}

// A tenant that nobody can have: the question goes all the way to the database and reads nothing.
async function probe(store: Store): Promise<void> {
  try {
    await store.list({ tenant: '-', query: { type: 'all' }, limit: 1 });
  } catch (cause) {
    throw new Problem('STORE_UNAVAILABLE', 'The store does not answer.', { cause });
  }
}
