import type { Facts } from '../exchange/facts.ts';
import type { RoutePolicy } from '../exchange/route-policy.ts';
import { innerPolicy, statedPolicy } from '../exchange/stated-policy.ts';
import type { KoaLayerLike, KoaRouterLike } from './koa-like.ts';

/**
 * What is known of a route before it runs.
 *
 * @param router - the outermost one, whose middleware the app uses.
 * @param around - the middleware of routers that it runs behind, outermost first.
 */
export function layerFacts(
  layer: KoaLayerLike,
  router: KoaRouterLike | undefined,
  around: readonly KoaLayerLike[],
): Facts {
  const policy = policyOf([...around, layer]);
  const name = policy?.name ?? nameOf(layer);
  const namespace = namespaceOf(layer, router);
  return {
    route: String(layer.path),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(policy === undefined ? {} : { policy }),
  };
}

/** Whether it is a route, and not middleware of a router. */
export function isRoute(layer: KoaLayerLike): boolean {
  return layer.methods.length > 0;
}

function policyOf(layers: readonly KoaLayerLike[]): RoutePolicy | undefined {
  const stated = layers
    .flatMap(({ stack }) => stack)
    .map(statedPolicy)
    .filter((policy) => policy !== undefined);
  return stated.length === 0 ? undefined : stated.reduce(innerPolicy);
}

/** The name that the router knows, else that of the last handler, if the app gave it one. */
function nameOf({ name, stack }: KoaLayerLike): string | undefined {
  if (typeof name === 'string' && name !== '') return name;
  const { name: handler } = (stack.at(-1) ?? {}) as { readonly name?: unknown };
  return typeof handler === 'string' && /^\w+$/.test(handler) ? handler : undefined;
}

/** Where the router of a route is: its own prefix with what is above it, else the outermost prefix. */
function namespaceOf(
  { path, opts }: KoaLayerLike,
  router: KoaRouterLike | undefined,
): string | undefined {
  const own = prefixOf(opts);
  const outer = prefixOf(router?.opts);
  const at = typeof path === 'string' && own !== '' ? positionOf(own, path) : -1;
  const namespace = at < 0 ? outer : String(path).slice(0, at + own.length);
  return namespace === '' ? undefined : namespace;
}

function prefixOf(opts: unknown): string {
  const { prefix } = (opts ?? {}) as { readonly prefix?: unknown };
  return typeof prefix === 'string' ? prefix.replace(/\/+$/, '') : '';
}

/** Where a prefix stands in a path, whole segments only. */
function positionOf(prefix: string, path: string): number {
  return `${path}/`.indexOf(`${prefix}/`);
}
