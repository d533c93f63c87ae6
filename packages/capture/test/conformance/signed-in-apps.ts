import type { IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { expressCapture, expressErrors } from '@whodid/capture/express';
import { fastifyCapture } from '@whodid/capture/fastify';
import { honoCapture } from '@whodid/capture/hono';
import { koaCapture } from '@whodid/capture/koa';
import { nestCapture } from '@whodid/capture/nest';
import { captureNodeHttp } from '@whodid/capture/node-http';
import type { Actor, Recorder } from '@whodid/core';
import type { RequestHandler } from 'express';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MiddlewareHandler } from 'hono';
import type { Middleware } from 'koa';
import { express4, express5 } from '../fixtures/express-versions.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { type Listening, listening, listeningFastify } from '../fixtures/listening.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';
import { expressApp } from './express-app.ts';
import { fastifyApp } from './fastify-app.ts';
import { type Env, honoApp } from './hono-app.ts';
import { koaApp } from './koa-app.ts';
import { conformanceModule } from './nest-app.ts';
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
  'express 4': middleware((recorder) => serveExpress(express4, recorder)),
  'express 5': middleware((recorder) => serveExpress(express5, recorder)),
  'fastify 5.0': fastify((recorder) => serveFastify(1, recorder)),
  'fastify 5.12': fastify((recorder) => serveFastify(0, recorder)),
  'nest/express': middleware((recorder) => serveNest(0, recorder)),
  'nest/fastify': fastify((recorder) => serveNest(1, recorder)),
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

/** Fastify tells of what the parser gave up. */
function fastify(serve: Subject['serve']): Subject {
  return { seesUnreadable: true, serve };
}

function serveExpress(express: typeof express5, recorder: Recorder): Promise<Listening> {
  const before = [expressCapture(recorder), signInExpress];
  return listening(expressApp({ express, before, after: [expressErrors()] }));
}

function serveFastify(version: 0 | 1, recorder: Recorder): Promise<Listening> {
  const [, make] = fastifyVersions[version] as (typeof fastifyVersions)[number];
  const register = (app: FastifyInstance): void => {
    app.register(fastifyCapture, {
      recorder,
      actorOf: (request: FastifyRequest) => userOf(request),
    });
  };
  return listeningFastify(fastifyApp(register, make));
}

async function serveNest(platform: 0 | 1, recorder: Recorder): Promise<Listening> {
  const [, make] = nestPlatforms[platform] as (typeof nestPlatforms)[number];
  const app = await make(conformanceModule);
  nestCapture(app, recorder, { actorOf: userOf });
  return listeningNest(app);
}

function userOf({ headers }: Pick<IncomingMessage, 'headers'>): Actor {
  return { type: 'user', id: String(headers['x-user']) };
}

const signInNode: typeof nodeApp = (req, res) => {
  Object.assign(req, { user: { id: req.headers['x-user'] } });
  nodeApp(req, res);
};

function signInExpress(...[req, _, next]: Parameters<RequestHandler>): void {
  Object.assign(req, { user: { id: req.headers['x-user'] } });
  next();
}

const signInKoa: Middleware = (ctx, next) => {
  ctx.state.user = { id: ctx.get('x-user') };
  return next();
};

const signInHono: MiddlewareHandler<Env> = (c, next) => {
  c.set('user' as never, { id: c.req.header('x-user') } as never);
  return next();
};
