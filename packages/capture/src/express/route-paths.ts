import { type App, isMountedApp, type Layer, layersOf, type Route } from './express-tree.ts';
import { join, patternsOf } from './pattern.ts';
import { findIn, placesOf } from './places.ts';

/** One way from the root of an app to a route: where routers are mounted, then the route. */
interface Way {
  readonly mounts: readonly Layer[];
  readonly route: Layer;
  /** Express does not tell which of several apps a mount leads to; this one it does. */
  readonly sure: boolean;
}

/** A route as it was found in the path of a request. */
export interface FoundRoute {
  readonly route: string;
  /** The pattern of the mount points; none for a route of the app itself. */
  readonly namespace?: string;
}

const ways = new WeakMap<Route, Map<App, readonly Way[]>>();

/**
 * The whole pattern of a route that has handled a request for a path; `undefined` if the tree of
 * routers does not tell. May throw.
 */
export function findRoute(app: App, route: Route, path: string): FoundRoute | undefined {
  const unsure: FoundRoute[] = [];
  for (const way of waysTo(app, route)) {
    const found = follow(way, path);
    if (found === undefined) continue;
    if (way.sure) return found;
    unsure.push(found);
  }
  return unsure.length === 1 ? unsure[0] : undefined;
}

/** Finds each mount point in what the one before has left of a path, and the route in the rest. */
function follow({ mounts, route }: Way, path: string): FoundRoute | undefined {
  let rest = path;
  let namespace = '';
  for (const mount of mounts) {
    const found = findIn(mount, rest);
    if (found === undefined) return undefined;
    rest = found.rest;
    if (found.pattern !== '') namespace = join(namespace, found.pattern);
  }
  const found = findIn(route, rest);
  if (found === undefined) return undefined;
  return {
    route: join(namespace, found.pattern),
    ...(namespace === '' ? {} : { namespace }),
  };
}

/** Looked up once for each route. */
function waysTo(app: App, route: Route): readonly Way[] {
  const byApp = ways.get(route) ?? new Map<App, readonly Way[]>();
  ways.set(route, byApp);
  const known = byApp.get(app);
  if (known !== undefined) return known;
  const inside = waysIn(layersOf(app), route, new Set());
  const found = mountsOf(app).flatMap(({ mounts, sure }) =>
    inside.map((way) => ({ ...way, mounts: [...mounts, ...way.mounts], sure })),
  );
  byApp.set(app, found);
  return found;
}

/** Where an app is mounted in its parents. */
export function mountsOf({ parent, mountpath }: App): readonly Pick<Way, 'mounts' | 'sure'>[] {
  if (parent === undefined) return [{ mounts: [], sure: true }];
  const layers = layersOf(parent).filter(isMountedApp);
  const told = patternsOf(mountpath).join();
  return mountsOf(parent).flatMap(({ mounts, sure }) =>
    layers.map((layer) => ({
      mounts: [...mounts, layer],
      sure: sure && (layers.length === 1 || patternsAt(layer).join() === told),
    })),
  );
}

function waysIn(
  layers: readonly Layer[],
  route: Route,
  above: ReadonlySet<unknown>,
): readonly Way[] {
  // A router may be mounted in itself.
  if (above.has(layers)) return [];
  const path = new Set([...above, layers]);
  return layers.flatMap((layer) => {
    if (layer.route === route) return [{ mounts: [], route: layer, sure: true }];
    const inside = waysIn(layersOf(layer.handle), route, path);
    return inside.map((way) => ({ ...way, mounts: [layer, ...way.mounts] }));
  });
}

/** The patterns that a layer stands at, as far as they are known. */
export function patternsAt(layer: Layer): readonly string[] {
  return placesOf(layer).map(({ pattern }) => (pattern === '' ? '/' : (pattern ?? '?')));
}
