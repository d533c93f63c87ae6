import type { Facts } from '../exchange/facts.ts';
import type { FastifyRequestLike } from './fastify-like.ts';

/** What Fastify knows about a request once it is routed. No route if none matched. */
export function fastifyFacts({ routeOptions }: FastifyRequestLike): Facts {
  const { url, schema } = routeOptions ?? {};
  const { operationId } = (schema ?? {}) as { readonly operationId?: unknown };
  return {
    ...(typeof url === 'string' ? { route: url } : {}),
    ...(typeof operationId === 'string' ? { name: operationId } : {}),
  };
}
