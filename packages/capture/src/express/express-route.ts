import { type App, mountPatterns } from './mount-patterns.ts';
import { fits, join, patternsOf, withNames } from './pattern.ts';

/** What Express leaves on a request. */
export interface RoutedRequest {
  readonly route?: {
    readonly path?: unknown;
    readonly stack?: readonly { readonly name?: unknown }[];
  };
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
  const [path = ''] = originalUrl.split('?', 1);
  const own = patternsOf(route.path);
  const mounts = app === undefined ? [] : mountPatterns(app, route);
  const known = mounts.flatMap((mount) => own.map((last) => join(mount, last)));
  const guessed = own.map((last) => join(withNames(baseUrl, params), last));
  const candidates = [...known, ...guessed];
  return candidates.find((pattern) => fits(pattern, path)) ?? candidates[0];
}
