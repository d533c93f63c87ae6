import type { RouteInfo } from '../exchange/route-info.ts';
import { fits } from '../express/pattern.ts';
import type { HonoAppLike, HonoRouteLike } from './hono-like.ts';
import { isRoute, routeFacts } from './hono-route.ts';

/** Lists the routes of a Hono app with those of the apps in it, in their order. Nothing of it runs. */
export function honoRoutes(app: HonoAppLike): readonly RouteInfo[] {
  // `app.get(path, guard, handler)` is several routes with one pattern: the last has the name.
  const last = new Map<string, HonoRouteLike>();
  for (const route of app.routes) {
    if (isRoute(route)) last.set(`${route.method} ${route.path}`, route);
  }
  return [...last.values()].map((route) => infoOf(route, app.routes));
}

function infoOf(route: HonoRouteLike, all: readonly HonoRouteLike[]): RouteInfo {
  const { method, path } = route;
  const around = all.slice(0, all.indexOf(route)).filter((each) => isBefore(each, route));
  const { route: _, ...facts } = routeFacts(route, around);
  return { method: method === 'ALL' ? '*' : method, path, ...facts };
}

/** Whether the one runs before all requests of the other: the same route, or middleware around it. */
function isBefore(one: HonoRouteLike, route: HonoRouteLike): boolean {
  if (one.path === route.path) return one.method === route.method || one.method === 'ALL';
  return !isRoute(one) && one.path.endsWith('*') && fits(one.path, route.path);
}
