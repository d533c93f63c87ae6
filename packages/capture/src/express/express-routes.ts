import { METHODS } from 'node:http';
import type { RouteInfo } from '../exchange/route-info.ts';
import type { RoutePolicy } from '../exchange/route-policy.ts';
import { innerPolicy, statedPolicy } from '../exchange/stated-policy.ts';
import { type App, type Layer, layersOf, type Route } from './express-tree.ts';
import { handlerName, isFor } from './handler-name.ts';
import { join } from './pattern.ts';
import { mountsOf, patternsAt } from './route-paths.ts';

/** What holds for everything below a mount point. */
interface Around {
  readonly namespace: string;
  readonly policy: RoutePolicy;
}

/**
 * The routes of an app of Express 4 or 5, in their order, without running any of them. Ask when all
 * are there.
 *
 * Of an app that is mounted in another with `use`, Express knows the parent and not the child:
 * `expressRoutes(child)` gives its routes, with the whole path.
 */
export function expressRoutes(app: unknown): readonly RouteInfo[] {
  if (typeof app !== 'function') return [];
  return mountsOf(app as unknown as App)
    .filter(({ sure }) => sure)
    .flatMap(({ mounts }) => mounts.reduce(belowEach, ['']))
    .flatMap((namespace) => routesIn(layersOf(app), { namespace, policy: {} }, new Set()));
}

function belowEach(namespaces: readonly string[], layer: Layer): string[] {
  return namespaces.flatMap((namespace) => below(namespace, layer));
}

/** The whole patterns of a layer. */
function below(namespace: string, layer: Layer): string[] {
  return patternsAt(layer).map((own) => (own === '/' ? namespace : join(namespace, own)));
}

function routesIn(
  layers: readonly Layer[],
  { namespace, policy }: Around,
  above: ReadonlySet<unknown>,
): readonly RouteInfo[] {
  // A router may be mounted in itself.
  if (above.has(layers)) return [];
  const path = new Set([...above, layers]);
  const used: { readonly at: string; readonly policy: RoutePolicy }[] = [];
  const policyAt = (place: string): RoutePolicy =>
    used
      .filter(({ at }) => at === place || at === '' || place.startsWith(`${at}/`))
      .reduce((outer, inner) => innerPolicy(outer, inner.policy), policy);
  return layers.flatMap((layer) => {
    const places = below(namespace, layer);
    const { route, handle } = layer;
    const stated = statedPolicy(handle);
    if (stated !== undefined) used.push(...places.map((at) => ({ at, policy: stated })));
    return places.flatMap((place) =>
      route === undefined
        ? routesIn(layersOf(handle), { namespace: place, policy: policyAt(place) }, path)
        : infosOf(route, place === '' ? '/' : place, { namespace, policy: policyAt(place) }),
    );
  });
}

function infosOf(route: Route, path: string, { namespace, policy }: Around): readonly RouteInfo[] {
  return methodsOf(route).map((method) => {
    const whole = ownPolicies(route, method).reduce(innerPolicy, policy);
    const name = whole.name ?? handlerName(route, method);
    return {
      method,
      path,
      ...(name === undefined ? {} : { name }),
      ...(namespace === '' ? {} : { namespace }),
      ...(Object.keys(whole).length === 0 ? {} : { policy: whole }),
    };
  });
}

function methodsOf({ methods = {} }: Route): readonly string[] {
  // `app.all` adds a handler for each method there is.
  if (METHODS.every((method) => methods[method.toLowerCase()])) return ['*'];
  return Object.keys(methods).map((method) => (method === '_all' ? '*' : method.toUpperCase()));
}

function ownPolicies({ stack = [] }: Route, method: string): readonly RoutePolicy[] {
  return stack
    .filter((handler) => isFor(handler, method))
    .flatMap(({ handle }) => statedPolicy(handle) ?? []);
}
