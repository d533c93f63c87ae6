import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of a Hono context that we use, so that Hono is no dependency. */
export interface HonoContextLike {
  /** What the server hands in: see {@link NodeBindings}. */
  readonly env: unknown;
  readonly req: object;
  /** What the app has set with `c.set`. */
  readonly var: unknown;
  readonly error: Error | undefined;
}

/** What `@hono/node-server` puts into `c.env`. */
export interface NodeBindings {
  readonly incoming: IncomingMessage;
  /** Not there if the request is to switch protocols. */
  readonly outgoing?: ServerResponse | undefined;
}

/** The part of Hono's request that we use. Deprecated by Hono 4.8 and still there in 4.13. */
export interface RoutedRequest {
  /** Handlers and middleware that match, in their order. */
  readonly matchedRoutes?: readonly HonoRouteLike[];
  /** Which of them began last. */
  readonly routeIndex?: number;
}

/** A handler or middleware as an app keeps it. */
export interface HonoRouteLike {
  /** In upper case; `ALL` for all of them, as for middleware. */
  readonly method: string;
  /** The whole pattern. */
  readonly path: string;
  /** The part of it under which the app that has the handler is mounted. Since Hono 4.8. */
  readonly basePath?: string;
  readonly handler: unknown;
}

/** The part of a Hono app that we use. */
export interface HonoAppLike {
  readonly routes: readonly HonoRouteLike[];
}

/** The Node objects behind a context; `null` on another runtime, and where tests make requests up. */
export function nodeBindings({ env }: HonoContextLike): NodeBindings | null {
  const { incoming } = (env ?? {}) as Partial<NodeBindings>;
  return typeof incoming === 'object' && incoming !== null ? (env as NodeBindings) : null;
}
