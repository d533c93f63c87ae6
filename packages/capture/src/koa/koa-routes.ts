import type { RouteInfo } from '../exchange/route-info.ts';
import { isRoute, layerFacts } from './koa-layer.ts';
import type { KoaLayerLike, KoaRouterLike } from './koa-like.ts';

/**
 * Lists the routes of a router of `@koa/router` with those of the routers in it, in their order.
 * Nothing of the app runs.
 */
export function koaRoutes(router: KoaRouterLike): readonly RouteInfo[] {
  return router.stack.flatMap((layer, at) =>
    isRoute(layer) ? infosOf(layer, router, router.stack.slice(0, at)) : [],
  );
}

function infosOf(
  layer: KoaLayerLike,
  router: KoaRouterLike,
  before: readonly KoaLayerLike[],
): readonly RouteInfo[] {
  const path = String(layer.path);
  const around = before.filter((each) => !isRoute(each) && covers(each, path));
  const { route: _, ...facts } = layerFacts(layer, router, around);
  return methodsOf(layer).map((method) => ({ method, path, ...facts }));
}

/** Koa's router answers HEAD wherever it answers GET. */
function methodsOf({ methods }: KoaLayerLike): readonly string[] {
  return methods.includes('GET') ? methods.filter((method) => method !== 'HEAD') : methods;
}

/** Whether middleware of a router runs before all requests of a pattern. */
function covers(middleware: KoaLayerLike, path: string): boolean {
  try {
    return middleware.match?.(path) === true;
  } catch {
    return false;
  }
}
