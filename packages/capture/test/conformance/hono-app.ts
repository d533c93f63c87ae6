import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { stream, streamSSE } from 'hono/streaming';
import {
  binary,
  echoLimitBytes,
  endlessSource,
  failingSource,
  handlers,
  zipped,
} from './node-app.ts';

export interface Env {
  Bindings: HttpBindings;
}

/** The app of the suite on Hono; `before` is used first. */
export function honoApp(before: readonly MiddlewareHandler<Env>[] = []): Hono<Env> {
  const app = new Hono<Env>();
  for (const each of before) app.use(each);
  app.onError((error, c) =>
    error instanceof HTTPException ? error.getResponse() : c.text('sorry', 500),
  );
  app.get('/text', (c) => c.text('hëllo'));
  app.get('/orders/:id', (c) => c.json({ id: c.req.param('id') }));
  app.post('/echo', bodyLimit({ maxSize: echoLimitBytes }), async (c) =>
    c.body(JSON.stringify(await c.req.json()), 200, { 'content-type': 'application/json' }),
  );
  app.get('/binary', (c) =>
    c.body(new Uint8Array(binary), 200, { 'content-type': 'application/octet-stream' }),
  );
  app.get('/nothing', (c) => c.body(null, 204));
  app.get('/not-modified', (c) => c.body(null, 304, { etag: '"v1"' }));
  app.get('/moved', (c) => c.redirect('/text'));
  app.get('/denied', (c) => c.text('no', 403));
  app.get('/stranger', (c) => c.text('who?', 401));
  app.get('/throws', () => {
    throw new TypeError('thrown');
  });
  app.get('/rejects', async () => {
    throw new TypeError('rejected');
  });
  withStreams(app);
  for (const [name, handler] of Object.entries(handlers)) {
    app.all(`/${name}`, (c) => {
      void handler(c.env.incoming, c.env.outgoing);
      return RESPONSE_ALREADY_SENT;
    });
  }
  return app;
}

/** Bodies that Hono itself sends and reads. */
function withStreams(app: Hono<Env>): void {
  app.get('/stream', (c) =>
    stream(c, async (body) => {
      for (let part = 0; part < 5; part += 1) await body.write(String(part).repeat(10_000));
    }),
  );
  app.get('/feed', (c) => {
    const answer = streamSSE(c, async (body) => {
      for (let at = 0; at < 3; at += 1) {
        await body.sleep(2);
        await body.writeSSE({ data: String(at) });
      }
    });
    // It would keep the connection, whatever the client wants.
    answer.headers.delete('connection');
    return answer;
  });
  app.get('/broken', (c) => c.body(webStream(failingSource())));
  app.get('/flood', (c) => c.body(webStream(endlessSource())));
  app.get('/zipped', (c) =>
    c.body(new Uint8Array(zipped), 200, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    }),
  );
  app.post('/pipe', (c) =>
    c.newResponse(c.req.raw.body, 200, { 'content-type': 'application/x-ndjson' }),
  );
  app.post('/iterate', async (c) => c.text(`iterated ${(await c.req.text()).length}`));
  app.post('/paused', async (c) => c.text(`paused ${(await c.req.arrayBuffer()).byteLength}`));
  app.post('/readable', async (c) => c.text(`read ${(await c.req.blob()).size}`));
}

function webStream(source: ReturnType<typeof failingSource>): ReadableStream {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    cancel: () => void source.destroy(),
  });
}
