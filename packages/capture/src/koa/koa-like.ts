import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of a Koa context that we use, so that Koa is no dependency. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly state: unknown;
  readonly app: KoaAppLike;
}

/** The part of a Koa app that we use. */
export interface KoaAppLike {
  listenerCount(event: string): number;
  prependListener(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** What `@koa/router`, 12 to 15, leaves on a context. */
export interface RoutedContext {
  /** The pattern of the layer that came last, of middleware of the router, too. */
  readonly _matchedRoute?: unknown;
  /** All layers whose pattern fits, whatever their method, in their order. */
  readonly matched?: readonly KoaLayerLike[];
  /** Whether one of them is a route for this method. */
  readonly routeMatched?: unknown;
  readonly router?: KoaRouterLike;
  /** What `koa-mount` has cut off the path. */
  readonly mountPath?: unknown;
  readonly originalUrl?: unknown;
}

/** A route of `@koa/router`, or middleware of a router, which has no methods. */
export interface KoaLayerLike {
  readonly path: unknown;
  readonly methods: readonly string[];
  readonly name?: unknown;
  readonly stack: readonly unknown[];
  /** With the prefix of the very router that it was added to. */
  readonly opts?: unknown;
  match?(path: string): boolean;
}

/** The part of a router of `@koa/router` that we use. */
export interface KoaRouterLike {
  readonly stack: readonly KoaLayerLike[];
  readonly opts?: unknown;
}
