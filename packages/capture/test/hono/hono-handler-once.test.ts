import { getRequestListener } from '@hono/node-server';
import { honoCapture, routePolicy } from '@whodid/capture/hono';
import { Hono } from 'hono';
import { handlerOnceConformance } from '../conformance/handler-once.ts';
import { listening } from '../fixtures/listening.ts';

handlerOnceConformance('Hono', ({ recorder, skip, arrived, handle }) => {
  const app = new Hono();
  app.use((c, next) => {
    arrived(c.req.raw);
    return next();
  });
  app.use(honoCapture(recorder, { skip }));
  app.onError((_, c) => c.text('sorry', 500));
  app.post('/orders/:id', routePolicy({ name: 'orders' }), async (c) =>
    c.json(handle({ request: c.req.raw, body: await c.req.json() })),
  );
  return listening(getRequestListener(app.fetch));
});
