import type { RouteInfo } from '../exchange/route-info.ts';
import { expressRoutes } from '../express/express-routes.ts';
import { layersOf } from '../express/express-tree.ts';
import { fastifyRoutes } from '../fastify/fastify-routes.ts';
import type { HonoAppLike } from '../hono/hono-like.ts';
import { honoRoutes } from '../hono/hono-routes.ts';
import type { KoaRouterLike } from '../koa/koa-like.ts';
import { koaRoutes } from '../koa/koa-routes.ts';
import type { NestAppLike } from '../nest/nest-like.ts';
import { nestRoutes } from '../nest/nest-routes.ts';

/** A framework whose apps can be asked for their routes. */
interface Framework<A> {
  /** Whether it has made this app. */
  made(app: unknown): boolean;
  routes(app: A): Promise<readonly RouteInfo[]>;
  /** What the app has mounted, among which a capture may be. */
  mounted(app: A): readonly unknown[];
}

interface FastifyApp {
  readonly server: object;
  ready(): PromiseLike<unknown>;
}

interface KoaApp {
  readonly middleware: readonly { readonly router?: KoaRouterLike }[];
}

const express: Framework<unknown> = {
  made: (app) => typeof app === 'function' && has(app, 'handle', 'set', 'engine'),
  routes: async (app) => expressRoutes(app),
  mounted: (app) => layersOf(app).map(({ handle }) => handle),
};

const nest: Framework<NestAppLike & { init(): Promise<unknown> }> = {
  made: (app) => has(app, 'getHttpAdapter', 'getHttpServer', 'init'),
  routes: async (app) => {
    await app.init();
    return nestRoutes(app);
  },
  mounted: (app) => [app.getHttpServer()],
};

const fastify: Framework<FastifyApp> = {
  made: (app) => has(app, 'addHook', 'ready', 'server'),
  routes: async (app) => {
    await app.ready();
    return fastifyRoutes(app);
  },
  mounted: ({ server }) => [server],
};

const koa: Framework<KoaApp> = {
  made: (app) => has(app, 'middleware', 'callback'),
  routes: async ({ middleware }) =>
    middleware.flatMap(({ router }) => (router === undefined ? [] : koaRoutes(router))),
  mounted: ({ middleware }) => middleware,
};

const hono: Framework<HonoAppLike> = {
  made: (app) => has(app, 'routes', 'fetch'),
  routes: async (app) => honoRoutes(app),
  mounted: ({ routes }) => routes.map(({ handler }) => handler),
};

/** All of them. An app of NestJS has methods of others too, so it goes first. */
export const known: readonly Framework<never>[] = [nest, express, fastify, koa, hono];

function has(app: unknown, ...names: readonly string[]): boolean {
  if (app === null || (typeof app !== 'object' && typeof app !== 'function')) return false;
  return names.every((name) => name in app);
}
