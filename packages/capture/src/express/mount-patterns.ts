import { join, patternsOf } from './pattern.ts';

/** The part of an Express app that we look at. */
export interface App {
  readonly router?: { readonly stack?: unknown };
  readonly mountpath?: unknown;
  readonly parent?: App | undefined;
}

/** The part of a router's layer that we look at. Since Express 5.3 it keeps its `rawPath`. */
interface Layer {
  readonly route?: object | undefined;
  readonly handle?: { readonly stack?: unknown };
  readonly rawPath?: unknown;
}

const found = new WeakMap<object, readonly string[]>();

/**
 * Where the router that holds a route is mounted: one pattern for each place, none if the tree of
 * routers does not tell. Looked up once for each route.
 */
export function mountPatterns(app: App, route: object): readonly string[] {
  const known = found.get(route);
  if (known !== undefined) return known;
  const patterns = lookUp(app, route);
  found.set(route, patterns);
  return patterns;
}

function lookUp(app: App, route: object): readonly string[] {
  try {
    const inside = mountsIn(app.router?.stack, route, new Set());
    return mountsOf(app).flatMap((mount) => inside.map((pattern) => join(mount, pattern)));
  } catch {
    // `app.router` of Express 4 throws.
    return [];
  }
}

/** Where an app is mounted in its parents. */
function mountsOf({ parent, mountpath }: App): readonly string[] {
  if (parent === undefined) return [''];
  const own = patternsOf(mountpath);
  return mountsOf(parent).flatMap((mount) => own.map((pattern) => join(mount, pattern)));
}

function mountsIn(stack: unknown, route: object, above: ReadonlySet<unknown>): readonly string[] {
  // A router may be mounted in itself.
  if (!Array.isArray(stack) || above.has(stack)) return [];
  const path = new Set([...above, stack]);
  return (stack as readonly Layer[]).flatMap((layer) => {
    if (layer.rawPath === undefined) return [];
    if (layer.route === route) return [''];
    const inside = mountsIn(layer.handle?.stack, route, path);
    return inside.flatMap((rest) => patternsOf(layer.rawPath).map((own) => join(own, rest)));
  });
}
