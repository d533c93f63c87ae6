import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of Fastify's request that we use, so that Fastify is no dependency. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
  /** The instance that the route was added to. */
  readonly server?: { readonly prefix?: string };
  readonly routeOptions?: {
    readonly url?: string | undefined;
    readonly schema?: unknown;
    readonly config?: unknown;
  };
}

/** The part of Fastify's reply that we use. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse;
}

/** The part of a route that we use, as Fastify tells of it when it is added. */
export interface FastifyRouteLike {
  readonly method: string | readonly string[];
  /** The whole pattern. */
  readonly url: string;
  readonly prefix: string;
  readonly schema?: unknown;
  readonly config?: unknown;
}

/** The part of a Fastify instance that we use. */
export interface FastifyLike {
  readonly server: EventEmitter;
  readonly supportedMethods?: readonly string[];
  after(then: () => void): unknown;
  addHook(
    name: 'onRequest',
    hook: (request: FastifyRequestLike, reply: FastifyReplyLike, done: () => void) => void,
  ): unknown;
  addHook(
    name: 'onError',
    hook: (
      request: FastifyRequestLike,
      reply: FastifyReplyLike,
      error: Error,
      done: () => void,
    ) => void,
  ): unknown;
  addHook(name: 'onRoute', hook: (route: FastifyRouteLike) => void): unknown;
}
