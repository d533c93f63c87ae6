import { koaCapture } from '@whodid/capture/koa';
import Koa, { type Context } from 'koa';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { listening } from '../fixtures/listening.ts';

ambientConformance('Koa 3', (recorder, handler) => {
  const app = new Koa();
  app.use(koaCapture(recorder));
  app.use((ctx: Context) => {
    ctx.respond = false;
    ctx.status = 200;
    // As sign-in middleware does it, whenever the handler knows.
    Object.defineProperty(ctx.state, 'user', { get: () => Reflect.get(ctx.req, 'user') });
    handler(ctx.req, ctx.res);
  });
  return listening(app.callback());
});
