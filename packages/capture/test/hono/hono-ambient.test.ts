import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { honoCapture } from '@whodid/capture/hono';
import { type Context, Hono } from 'hono';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { listening } from '../fixtures/listening.ts';

interface Env {
  Bindings: HttpBindings;
}

ambientConformance('Hono', (recorder, handler) => {
  const app = new Hono<Env>();
  app.use(
    honoCapture(recorder, {
      actorOf: (c: Context<Env>) => {
        const user = Reflect.get(c.env.incoming, 'user') as { id: string } | undefined;
        return user === undefined ? null : { type: 'user', id: user.id };
      },
    }),
  );
  app.all('*', (c) => {
    handler(c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  return listening(getRequestListener(app.fetch));
});
