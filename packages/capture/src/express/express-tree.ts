/** What a layer of Express 5 matches paths with. */
export type Matcher = (path: string) => Matched | false;

/** What a layer has found in a path. */
export interface Matched {
  /** The part that it has matched; behind it is what a router in it gets. */
  readonly path: string;
  readonly params: { readonly [name: string]: unknown };
}

/** The part of a route that we look at. */
export interface Route {
  readonly path?: unknown;
  /** By name in lower case, `_all` for all. */
  readonly methods?: { readonly [method: string]: unknown };
  /** Its handlers; one without a method is for all of them. */
  readonly stack?: readonly Handler[];
}

/** One handler of a route. */
export interface Handler {
  readonly name?: unknown;
  readonly method?: string | undefined;
  readonly handle?: unknown;
}

/** The part of a router's layer that we look at: a route, a router or a middleware, and where. */
export interface Layer {
  readonly route?: Route | undefined;
  readonly handle?: unknown;
  /** Since Express 5.3. */
  readonly rawPath?: unknown;
  /** Express 5: one for each path. */
  readonly matchers?: readonly Matcher[] | undefined;
  /** Express 5: mounted everywhere. */
  readonly slash?: boolean | undefined;
  /** Express 4: of all paths together; `fast_slash` if mounted everywhere. */
  readonly regexp?: (RegExp & { readonly fast_slash?: boolean }) | undefined;
  /** Express 4: the names of the groups in the expression. */
  readonly keys?: readonly { readonly name: string | number }[] | undefined;
}

/** The part of an Express app that we look at. */
export interface App {
  readonly mountpath?: unknown;
  readonly parent?: App | undefined;
}

/** What an app or router consists of, in order; nothing for a plain middleware. */
export function layersOf(owner: unknown): readonly Layer[] {
  if (typeof owner !== 'function') return [];
  const { stack, _router, set } = owner as {
    readonly stack?: unknown;
    readonly _router?: { readonly stack?: unknown };
    readonly set?: unknown;
  };
  if (Array.isArray(stack)) return stack;
  if (typeof set !== 'function') return [];
  // In Express 4 `app.router` throws; in Express 5 there is no `_router`.
  const found = '_router' in owner || 'lazyrouter' in owner ? _router : routerOf(owner);
  return Array.isArray(found?.stack) ? found.stack : [];
}

function routerOf(app: object): { readonly stack?: unknown } | undefined {
  return (app as { readonly router?: { readonly stack?: unknown } }).router;
}

/** Whether a layer is where an app is mounted in another; it does not tell which. */
export function isMountedApp({ handle }: Layer): boolean {
  return typeof handle === 'function' && handle.name === 'mounted_app';
}
