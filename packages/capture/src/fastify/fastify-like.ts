import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of Fastify's request that we use, so that Fastify is no dependency. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
  readonly routeOptions?: { readonly url?: string | undefined; readonly schema?: unknown };
}

/** The part of Fastify's reply that we use. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse;
}

/** The part of a Fastify instance that we use. */
export interface FastifyLike {
  readonly server: EventEmitter;
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
}
