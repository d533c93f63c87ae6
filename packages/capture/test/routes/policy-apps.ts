import { getRequestListener } from '@hono/node-server';
import Router from '@koa/router';
import { expressCapture, routePolicy } from '@whodid/capture/express';
import { fastifyCapture } from '@whodid/capture/fastify';
import { honoCapture, routePolicy as honoPolicy } from '@whodid/capture/hono';
import { koaCapture, routePolicy as koaPolicy } from '@whodid/capture/koa';
import type { Recorder } from '@whodid/core';
import type { Express, Request as ExpressRequest, Response as ExpressResponse } from 'express';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, Hono } from 'hono';
import Koa, { type Context as KoaContext } from 'koa';
import type { KeepRule } from '../../src/rules/keep-rule.ts';
import { expressVersions } from '../fixtures/express-versions.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { type Listening, listening, listeningFastify } from '../fixtures/listening.ts';

const rules: readonly KeepRule[] = [{ path: '/health' }, { name: 'people.*', keep: 'metadata' }];
const options = { rules };
const show = { name: 'people.show' };
const pay = { name: 'cards.pay', keep: 'nothing' } as const;

/** An app with routes of which different amounts are kept. */
export interface PolicyApp {
  readonly app: unknown;
  serve(): Promise<Listening>;
}

/**
 * The same app in each framework: a route that a rule leaves out, one of which a rule keeps the metadata,
 * by its name, one that leaves itself out, and one of which everything is kept. All answer with JSON.
 */
export const policyApps: readonly (readonly [
  name: string,
  make: (recorder: Recorder) => Promise<PolicyApp>,
])[] = [
  ...expressVersions.map(([name, express]) => {
    const make = async (recorder: Recorder): Promise<PolicyApp> => {
      const app = express() as Express;
      const answer = (_: ExpressRequest, response: ExpressResponse): void =>
        void response.json({ ok: true });
      app.use(expressCapture(recorder, options));
      app.get('/health', (request, response) => answer(request, response));
      app.get('/people/:id', routePolicy(show), (request, response) => answer(request, response));
      app.post('/cards', routePolicy(pay), (request, response) => answer(request, response));
      app.post('/orders', express.json(), (request, response) => answer(request, response));
      return { app, serve: () => listening(app) };
    };
    return [name, make] as const;
  }),
  ...fastifyVersions.map(([name, makeFastify]) => {
    const make = async (recorder: Recorder): Promise<PolicyApp> => {
      const app = makeFastify();
      const answer = (_: FastifyRequest, reply: FastifyReply): unknown => reply.send({ ok: true });
      await app.register(fastifyCapture, { recorder, ...options });
      app.get('/health', (request, reply) => answer(request, reply));
      app.get('/people/:id', { config: { whodid: show } }, answer);
      app.post('/cards', { config: { whodid: pay } }, answer);
      app.post('/orders', (request, reply) => answer(request, reply));
      return { app, serve: () => listeningFastify(app) };
    };
    return [name, make] as const;
  }),
  ['Koa', koa],
  ['Hono', hono],
];

async function koa(recorder: Recorder): Promise<PolicyApp> {
  const answer = (ctx: KoaContext): void => {
    ctx.req.resume();
    ctx.body = { ok: true };
  };
  const router = new Router();
  router.get('/health', (ctx) => answer(ctx));
  router.get('/people/:id', koaPolicy(show), (ctx) => answer(ctx));
  router.post('/cards', koaPolicy(pay), (ctx) => answer(ctx));
  router.post('/orders', (ctx) => answer(ctx));
  const app = new Koa();
  app.use(koaCapture(recorder, options));
  app.use(router.routes());
  return { app, serve: () => listening(app.callback()) };
}

async function hono(recorder: Recorder): Promise<PolicyApp> {
  const answer = async (c: Context): Promise<Response> => {
    await c.req.text();
    return c.json({ ok: true });
  };
  const app = new Hono();
  app.use(honoCapture(recorder, options));
  app.get('/health', (c) => answer(c));
  app.get('/people/:id', honoPolicy(show), (c) => answer(c));
  app.post('/cards', honoPolicy(pay), (c) => answer(c));
  app.post('/orders', (c) => answer(c));
  return { app, serve: () => listening(getRequestListener(app.fetch)) };
}
