import type { FastifyLike } from './fastify-like.ts';

/**
 * Has the request hooks that `add` adds run before those that are there already. Fastify has no such
 * call; where it keeps its hooks elsewhere one day, they run in the order of the calls.
 *
 * Needed where a framework on top of Fastify adds hooks before an app can: NestJS answers preflights
 * and runs all middleware in there.
 */
export function hooksFirst(app: FastifyLike, add: () => void): void {
  let earlier = 0;
  // Fastify itself adds a hook only when what was registered before is loaded.
  app.after(() => {
    earlier = requestHooks(app).length;
  });
  add();
  app.after(() => {
    const all = requestHooks(app);
    all.unshift(...all.splice(earlier));
  });
}

function requestHooks(app: object): unknown[] {
  const key = Object.getOwnPropertySymbols(app).find(
    ({ description }) => description === 'fastify.hooks',
  );
  if (key === undefined) return [];
  const { onRequest } = (app as Record<symbol, { readonly onRequest?: unknown }>)[key] ?? {};
  return Array.isArray(onRequest) ? onRequest : [];
}
