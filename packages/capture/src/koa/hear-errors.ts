import type { IncomingMessage } from 'node:http';
import { thrownError } from '../exchange/thrown-error.ts';
import { watchedOf } from '../exchange/watched-of.ts';
import type { KoaAppLike } from './koa-like.ts';

const heard = new WeakSet<KoaAppLike>();

/**
 * Hears of the errors of an app from now on, and tells the requests that they belong to: also of
 * those that a stream had after the last middleware has returned, and of those that the app's own
 * middleware has caught and reported with `ctx.app.emit('error', error, ctx)`.
 *
 * Koa asks whether anybody listens, so an app that nobody listens to stays as it is.
 */
export function hearErrors(app: KoaAppLike): void {
  if (heard.has(app) || app.listenerCount('error') === 0) return;
  heard.add(app);
  // Before the others, of which one may throw.
  app.prependListener('error', tellError);
}

function tellError(thrown: unknown, context: unknown): void {
  const { req } = (context ?? {}) as { readonly req?: IncomingMessage };
  if (typeof req !== 'object') return;
  const error = thrownError(thrown, req);
  if (error !== undefined) watchedOf(req)?.tell({ error });
}
