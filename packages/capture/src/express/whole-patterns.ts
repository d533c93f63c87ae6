import { join, patternsOf } from './pattern.ts';

/** The part of an Express app that we look at. */
export interface App {
  readonly router?: { readonly stack?: unknown };
  readonly mountpath?: unknown;
  readonly parent?: App | undefined;
}

/** The part of a route that we look at. */
export interface Route {
  readonly path?: unknown;
  /** Its handlers; one without a method is for all of them. */
  readonly stack?: readonly { readonly name?: unknown; readonly method?: string | undefined }[];
}

/** The part of a router's layer that we look at. Since Express 5.3 it keeps its `rawPath`. */
interface Layer {
  readonly route?: Route | undefined;
  readonly handle?: { readonly stack?: unknown };
  readonly rawPath?: unknown;
}

const found = new WeakMap<Route, readonly string[]>();

/**
 * The patterns of a route with those of its mount points, one for each place where its router is
 * mounted; none if the tree of routers does not tell. Looked up once for each route.
 */
export function wholePatterns(app: App, route: Route): readonly string[] {
  const known = found.get(route);
  if (known !== undefined) return known;
  const patterns = lookUp(app, route);
  found.set(route, patterns);
  return patterns;
}

function lookUp(app: App, route: Route): readonly string[] {
  try {
    const own = patternsOf(route.path);
    const inside = mountsIn(app.router?.stack, route, new Set()).flatMap((mount) =>
      own.map((pattern) => join(mount, pattern)),
    );
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

function mountsIn(stack: unknown, route: Route, above: ReadonlySet<unknown>): readonly string[] {
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
