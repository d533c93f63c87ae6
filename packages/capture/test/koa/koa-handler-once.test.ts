import { json } from 'node:stream/consumers';
import Router from '@koa/router';
import { koaCapture, routePolicy } from '@whodid/capture/koa';
import Koa from 'koa';
import { handlerOnceConformance } from '../conformance/handler-once.ts';
import { listening } from '../fixtures/listening.ts';

handlerOnceConformance('Koa 3', ({ recorder, skip, arrived, handle }) => {
  const app = new Koa();
  app.silent = true;
  app.use((ctx, next) => {
    arrived(ctx.req);
    return next();
  });
  app.use(koaCapture(recorder, { skip }));
  const router = new Router();
  router.post('/orders/:id', routePolicy({ name: 'orders' }), async (ctx) => {
    ctx.body = handle({ request: ctx.req, body: await json(ctx.req) });
  });
  app.use(router.routes());
  return listening(app.callback());
});
