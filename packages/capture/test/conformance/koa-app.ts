import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import {
  binary,
  echoLimitBytes,
  endlessSource,
  failingSource,
  handlers,
  zipped,
} from './node-app.ts';

/** The app of the suite on Koa 3; `before` is used first. */
export function koaApp(before: readonly Middleware[] = []): Koa {
  const app = new Koa();
  app.silent = true;
  for (const each of before) app.use(each);
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      // One kind is answered by the app itself, the other by Koa.
      if (ctx.path !== '/throws') throw error;
      ctx.status = 500;
      ctx.body = 'sorry';
    }
  });
  app.use(routes().routes());
  return app;
}

function routes(): Router {
  const router = new Router();
  router.get('/text', (ctx) => {
    ctx.type = 'text/plain';
    ctx.body = 'hëllo';
  });
  router.get('/orders/:id', (ctx) => {
    ctx.body = { id: ctx.params.id };
  });
  router.post('/echo', async (ctx) => {
    if ((ctx.request.length ?? 0) > echoLimitBytes) ctx.throw(413, 'too large');
    ctx.type = 'json';
    ctx.body = Buffer.concat(await ctx.req.toArray());
  });
  router.get('/binary', (ctx) => {
    ctx.body = binary;
  });
  router.get('/nothing', (ctx) => {
    ctx.status = 204;
  });
  router.get('/not-modified', (ctx) => {
    ctx.status = 304;
    ctx.etag = 'v1';
  });
  router.get('/moved', (ctx) => ctx.redirect('/text'));
  router.get('/denied', (ctx) => ctx.throw(403, 'no'));
  router.get('/stranger', (ctx) => ctx.throw(401, 'who?'));
  router.get('/throws', () => {
    throw new TypeError('thrown');
  });
  router.get('/rejects', async () => {
    throw new TypeError('rejected');
  });
  withStreams(router);
  for (const [name, handler] of Object.entries(handlers)) {
    router.all(`/${name}`, (ctx: Context) => {
      ctx.respond = false;
      ctx.status = 200;
      void handler(ctx.req, ctx.res);
    });
  }
  return router;
}

/** Bodies that Koa itself sends. */
function withStreams(router: Router): void {
  router.get('/broken', (ctx) => {
    ctx.type = 'text/plain';
    ctx.body = failingSource();
  });
  router.get('/flood', (ctx) => {
    ctx.body = endlessSource();
  });
  router.get('/zipped', (ctx) => {
    ctx.type = 'json';
    ctx.set('content-encoding', 'gzip');
    ctx.body = zipped;
  });
  router.post('/pipe', (ctx) => {
    ctx.type = 'application/x-ndjson';
    ctx.body = ctx.req;
  });
}
