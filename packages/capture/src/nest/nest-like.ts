import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Something with a name: a controller class or a method of one. */
export interface Named {
  readonly name: string;
}

/** The part of an execution context of NestJS that we use, so that NestJS is no dependency. */
export interface NestContextLike {
  getType(): string;
  getClass(): Named;
  getHandler(): Named;
  switchToHttp(): { getRequest(): unknown };
}

/** A guard of NestJS. */
export interface NestGuard {
  canActivate(context: NestContextLike): boolean;
}

/** The part of a NestJS application that we use, with Express or Fastify below. */
export interface NestAppLike {
  use(
    middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void,
  ): unknown;
  useGlobalGuards(guard: NestGuard): unknown;
  getHttpAdapter(): {
    getType(): string;
    getInstance(): unknown;
  };
  getHttpServer(): EventEmitter;
}

/** The request of node:http below that of the platform. */
export function rawRequest(request: unknown): IncomingMessage {
  const { raw } = request as { readonly raw?: IncomingMessage };
  return raw ?? (request as IncomingMessage);
}
