import type { Facts } from '../exchange/facts.ts';
import { fits, join } from '../express/pattern.ts';
import { isRoute, layerFacts } from './koa-layer.ts';
import type { KoaContextLike, KoaLayerLike, RoutedContext } from './koa-like.ts';

/**
 * What `@koa/router` has left on a context: route, name, prefix and what the app says beside the
 * route. Nothing if no route is meant.
 *
 * A request that middleware of the router has answered, because it refused it, belongs to the route
 * that it was meant for.
 */
export function koaFacts(context: KoaContextLike): Facts {
  const routed = context as RoutedContext;
  const { router, matched = [] } = routed;
  const layer = layerOf(routed, context.req.method ?? '');
  if (layer === undefined) return {};
  const around = matched.slice(0, matched.indexOf(layer)).filter((each) => !isRoute(each));
  const facts = layerFacts(layer, router, around);
  return { ...facts, route: withMount(routed, facts.route ?? '') };
}

/** The route that ran last; of those that were not reached, the last that fits. */
function layerOf(
  { matched = [], _matchedRoute, routeMatched }: RoutedContext,
  method: string,
): KoaLayerLike | undefined {
  if (routeMatched !== true) return undefined;
  const routes = matched.filter((layer) => layer.methods.includes(method));
  return routes.find(({ path }) => path === _matchedRoute) ?? routes.at(-1);
}

/** The pattern with the path where `koa-mount` has put the app, if it did. */
function withMount({ mountPath, originalUrl }: RoutedContext, route: string): string {
  if (typeof mountPath !== 'string' || typeof originalUrl !== 'string') return route;
  const [path = ''] = originalUrl.split('?', 1);
  const mounted = join(mountPath, route);
  return fits(mounted, path) ? mounted : route;
}
