import type { App, Route } from './express-tree.ts';
import { fits, join, patternsOf, withNames } from './pattern.ts';
import { type FoundRoute, findRoute } from './route-paths.ts';

/** What Express leaves on a request. */
export interface RoutedRequest {
  readonly route?: Route;
  readonly baseUrl?: string;
  readonly originalUrl?: string;
  readonly url?: string | undefined;
  readonly params?: { readonly [name: string]: unknown };
  readonly app?: App;
}

/**
 * The whole pattern of the route that handled a request, as in `/shops/:shop/orders/:id`;
 * `undefined` if no route did.
 *
 * `request.route` knows only its own part, and `request.baseUrl` is the rest with the values of
 * this one request in it. So the mount points are looked up in the tree of routers.
 */
export function expressRoute(request: RoutedRequest): FoundRoute | undefined {
  const { app, route, baseUrl = '', url = '', originalUrl = '' } = request;
  if (typeof route !== 'object' || route === null || !('path' in route)) return undefined;
  const path = baseUrl + pathOf(url);
  const found = findOrNot(app, route, path);
  if (found !== undefined) return found;
  const original = pathOf(originalUrl);
  return findOrNot(app, route, original) ?? guess(request, route, [path, original]);
}

function findOrNot(app: App | undefined, route: Route, path: string): FoundRoute | undefined {
  try {
    return typeof app === 'function' ? findRoute(app, route, path) : undefined;
  } catch {
    // A router that is none of Express, or a path that cannot be decoded.
    return undefined;
  }
}

/** The best that can be said without the tree; nothing rather than something wrong. */
function guess(
  { baseUrl = '', params = {} }: RoutedRequest,
  route: Route,
  paths: readonly string[],
): FoundRoute | undefined {
  const mount = withNames(baseUrl, params);
  const patterns = patternsOf(route.path).map((own) => join(mount, own));
  const fitting = patterns.find((pattern) => paths.some((path) => fits(pattern, path)));
  const found = fitting ?? (patterns.length === 1 ? patterns[0] : undefined);
  if (found === undefined) return undefined;
  return { route: found, ...(mount === '' ? {} : { namespace: mount }) };
}

function pathOf(url: string): string {
  if (url.startsWith('/')) {
    const end = url.indexOf('?');
    return end === -1 ? url : url.slice(0, end);
  }
  return URL.canParse(url) ? new URL(url).pathname : '';
}
