import { fits, join, patternsOf, withNames } from './pattern.ts';
import { type App, type Route, wholePatterns } from './whole-patterns.ts';

/** What Express leaves on a request. */
export interface RoutedRequest {
  readonly route?: Route;
  readonly baseUrl?: string;
  readonly originalUrl?: string;
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
export function expressRoute(request: RoutedRequest): string | undefined {
  const { app, route, baseUrl = '', originalUrl = '', params = {} } = request;
  if (typeof route !== 'object' || route === null || !('path' in route)) return undefined;
  const known = app === undefined ? [] : wholePatterns(app, route);
  if (known.length === 1 && baseUrl === '') return known[0];
  const [path = ''] = originalUrl.split('?', 1);
  const guessed = patternsOf(route.path).map((own) => join(withNames(baseUrl, params), own));
  const candidates = [...known, ...guessed];
  return candidates.find((pattern) => fits(pattern, path)) ?? candidates[0];
}
