import { errorText, type Facts } from '../exchange/facts.ts';
import { watchedOf } from '../exchange/watched-of.ts';
import type { FastifyReplyLike, FastifyRequestLike } from './fastify-like.ts';
import { policyOf, statedRoute } from './route-facts.ts';

/** What Fastify knows about a request once it is routed. Nothing if no route matched. */
export function fastifyFacts({ routeOptions, server }: FastifyRequestLike): Facts {
  const { url, schema, config } = routeOptions ?? {};
  if (typeof url !== 'string') return {};
  return { route: url, ...statedRoute({ schema, prefix: server?.prefix }, policyOf(config)) };
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
