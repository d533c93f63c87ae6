import { errorText, type Facts } from '../exchange/facts.ts';
import { watchedOf } from '../exchange/watched-of.ts';
import type { FastifyReplyLike, FastifyRequestLike } from './fastify-like.ts';

/** What Fastify knows about a request once it is routed. No route if none matched. */
export function fastifyFacts({ routeOptions }: FastifyRequestLike): Facts {
  const { url, schema } = routeOptions ?? {};
  const { operationId } = (schema ?? {}) as { readonly operationId?: unknown };
  return {
    ...(typeof url === 'string' ? { route: url } : {}),
    ...(typeof operationId === 'string' ? { name: operationId } : {}),
  };
}

/** An `onError` hook that tells the request's entry what went wrong. */
export function tellError(
  request: FastifyRequestLike,
  _reply: FastifyReplyLike,
  thrown: unknown,
  done: () => void,
): void {
  const error = errorText(thrown);
  if (error !== undefined) watchedOf(request.raw)?.tell({ error });
  done();
}
