import type { Facts } from '../exchange/facts.ts';
import { thrownError } from '../exchange/thrown-error.ts';
import {
  type HonoContextLike,
  type HonoRouteLike,
  nodeBindings,
  type RoutedRequest,
} from './hono-like.ts';
import { isRoute, routeFacts } from './hono-route.ts';

/**
 * What Hono knows of a request: route, name, mount point, what the app says beside the route, what a
 * handler threw and what broke the stream of an answer off.
 *
 * A request that middleware has answered, because it refused it, belongs to the route that it was
 * meant for.
 */
export function honoFacts(context: HonoContextLike): Facts {
  const error = errorOf(context);
  return { ...routedFacts(context.req), ...(error === undefined ? {} : { error }) };
}

function errorOf(context: HonoContextLike): string | undefined {
  const node = nodeBindings(context);
  if (node === null) return undefined;
  const { incoming, outgoing } = node;
  return thrownError(context.error, incoming) ?? thrownError(outgoing?.errored, incoming);
}

function routedFacts({ matchedRoutes = [], routeIndex = 0 }: RoutedRequest): Facts {
  const route = routeOf(matchedRoutes, routeIndex);
  if (route === undefined) return {};
  return routeFacts(route, matchedRoutes.slice(0, matchedRoutes.indexOf(route)));
}

/**
 * The route that ran last; if none was reached, the last that fits. Of what takes every method and
 * every path only if nothing else fits: that is nearly always a guard.
 */
function routeOf(matched: readonly HonoRouteLike[], at: number): HonoRouteLike | undefined {
  const begun = matched[at];
  const aimedAt =
    begun !== undefined && isPrecise(begun)
      ? begun
      : (matched.findLast(isPrecise) ?? matched.findLast(isRoute));
  if (aimedAt === undefined) return undefined;
  // `app.get(path, guard, handler)` is several routes with one pattern: the last has the name.
  return matched.findLast(({ method, path }) => method === aimedAt.method && path === aimedAt.path);
}

function isPrecise(route: HonoRouteLike): boolean {
  return isRoute(route) && !(route.method === 'ALL' && route.path.endsWith('*'));
}
