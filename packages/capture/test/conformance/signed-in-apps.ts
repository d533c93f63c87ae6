import { getRequestListener } from '@hono/node-server';
import { expressCapture } from '@whodid/capture/express';
import { fastifyCapture } from '@whodid/capture/fastify';
import { honoCapture } from '@whodid/capture/hono';
import { koaCapture } from '@whodid/capture/koa';
import { captureNodeHttp } from '@whodid/capture/node-http';
import type { Actor, Recorder } from '@whodid/core';
import type { RequestHandler } from 'express';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MiddlewareHandler } from 'hono';
import type { Middleware } from 'koa';
import { type Listening, listening, listeningFastify } from '../fixtures/listening.ts';
import { expressApp } from './express-app.ts';
import { fastifyApp } from './fastify-app.ts';
import { type Env, honoApp } from './hono-app.ts';
import { koaApp } from './koa-app.ts';
import { nodeApp } from './node-app.ts';

/** A framework with one way to capture it, for the campaign of mixed requests. */
export interface Subject {
  /** Whether requests that Node's parser gave up are recorded. */
  readonly seesUnreadable: boolean;
  /** Whether the capture comes by `--import @whodid/capture/auto`, and there is no recorder to hand in. */
  readonly auto?: true;
  /** The app of the conformance suite, whose user is who stands in the header `x-user`. */
  serve(recorder: Recorder): Promise<Listening>;
}

/** Every way to capture. One more is one line more. */
export const subjects: { readonly [name: string]: Subject } = {
  'express 5': middleware((recorder) =>
    listening(expressApp([expressCapture(recorder), signInExpress])),
  ),
  'fastify 5.12': {
    seesUnreadable: true,
    serve: (recorder) =>
      listeningFastify(
        fastifyApp((app: FastifyInstance) => {
          app.register(fastifyCapture, { recorder, actorOf: signedInFastify });
        }),
      ),
  },
  'koa 3': middleware((recorder) =>
    listening(koaApp([koaCapture(recorder), signInKoa]).callback()),
  ),
  hono: middleware((recorder) =>
    listening(getRequestListener(honoApp([honoCapture(recorder), signInHono]).fetch)),
  ),
  'node:http': {
    seesUnreadable: true,
    serve(recorder) {
      captureNodeHttp(recorder);
      return listening(signInNode);
    },
  },
  auto: { seesUnreadable: true, auto: true, serve: () => listening(signInNode) },
};

function middleware(serve: Subject['serve']): Subject {
  return { seesUnreadable: false, serve };
}

const signInNode: typeof nodeApp = (req, res) => {
  Object.assign(req, { user: { id: req.headers['x-user'] } });
  nodeApp(req, res);
};

function signInExpress(...[req, _, next]: Parameters<RequestHandler>): void {
  Object.assign(req, { user: { id: req.headers['x-user'] } });
  next();
}

function signedInFastify({ headers }: FastifyRequest): Actor {
  return { type: 'user', id: String(headers['x-user']) };
}

const signInKoa: Middleware = (ctx, next) => {
  ctx.state.user = { id: ctx.get('x-user') };
  return next();
};

const signInHono: MiddlewareHandler<Env> = (c, next) => {
  c.set('user' as never, { id: c.req.header('x-user') } as never);
  return next();
};
