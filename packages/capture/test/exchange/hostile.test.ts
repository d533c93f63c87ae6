import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import { fastifyCapture } from '@whodid/capture/fastify';
import { ambient, type Draft, type Recorder } from '@whodid/core';
import express, { type Request } from 'express';
import Fastify from 'fastify';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';
import { exchangeBytes, request } from '../fixtures/raw-client.ts';

const anonymous = { type: 'anonymous', id: 'anonymous' };

test('an actorOf that throws, or is async by mistake, costs the actor and not the entry', async () => {
  const recorder = collectingRecorder();
  const app = express();
  app.use(
    expressCapture(recorder, {
      actorOf: (req: Request) => {
        if (req.path === '/throws') throw new Error('no session');
        return Promise.reject(new Error('not yet')) as never;
      },
    }),
  );
  app.use((_, res) => void res.send('ok'));
  const { url, close } = await listening(app);
  for (const path of ['/throws', '/async']) {
    assert.equal(await (await fetch(url + path)).text(), 'ok');
    const { actor, outcome } = await recorder.find((each) => endsWith(each, path));
    assert.deepEqual([actor, outcome], [anonymous, 'success']);
  }
  await close();

  assert.deepEqual(
    recorder.faults.map(({ where }) => where),
    ['capture.actorOf', 'capture.actorOf'],
  );
});

test('an actor whose properties throw costs the actor and not the entry', async () => {
  const recorder = collectingRecorder();
  const app = express();
  const hostile = {
    get type(): never {
      throw new Error('revoked');
    },
    id: 'x',
  };
  app.use(expressCapture(recorder, { actorOf: () => hostile, anonymousRoutes: ['none'] }));
  app.use((_, res) => void res.sendStatus(401));
  const { url, close } = await listening(app);
  await (await fetch(`${url}/login`, { method: 'POST' })).text();
  await close();
  assert.deepEqual(
    recorder.drafts.map(({ action, actor }) => [action, actor]),
    [['user.login', anonymous]],
  );
  assert.equal(recorder.faults[0]?.where, 'capture.actorOf');
});

test('the entries about one request agree on its actor, whatever actorOf answers next', async () => {
  const recorder = collectingRecorder();
  let asked = 0;
  const app = express();
  const actorOf = () => {
    asked += 1;
    return { type: 'user', id: `u-${asked}` } as const;
  };
  app.use(expressCapture(recorder, { actorOf }), (_, res) => void res.json({}));
  const { url, close } = await listening(app);
  await (await fetch(`${url}/logout`, { method: 'POST' })).text();
  await close();
  assert.deepEqual(
    recorder.drafts.map(({ action, actor }) => [action, actor?.id]),
    [
      ['http.request', 'u-1'],
      ['user.logout', 'u-1'],
    ],
  );
});

test('an actorOf that records something itself does not ask itself for ever', async () => {
  const recorder = collectingRecorder();
  let asked = 0;
  const app = express();
  app.use(
    expressCapture(recorder, {
      actorOf: () => {
        asked += 1;
        void recorder.record({ action: 'looked up' });
        const { actor } = recorder.surroundings.at(-1) ?? {};
        return typeof actor === 'function' ? (actor() ?? null) : { type: 'user', id: 'ada' };
      },
    }),
  );
  app.use((_, res) => {
    const { actor } = ambient();
    if (typeof actor === 'function') res.send(actor()?.id);
  });
  const { url, close } = await listening(app);
  assert.equal(await (await fetch(url)).text(), 'anonymous');
  await recorder.find(({ http }) => http !== undefined);
  await close();

  assert.equal(asked, 2);
});

test('a request without a connection, as tests and serverless platforms make it, is recorded', async () => {
  const recorder = collectingRecorder();
  const made = new IncomingMessage(null as never);
  const response = new ServerResponse(made);
  expressCapture(recorder)(made, response, () => response.end('ok'));
  response.emit('close');
  const { http, client, outcome } = await recorder.find(() => true);

  assert.deepEqual([outcome, client, http?.response.bodyBytes], ['success', undefined, 2]);
  assert.deepEqual(recorder.faults, []);
});

test('a skip that throws does not skip; one that skips keeps the ambient', async () => {
  const recorder = collectingRecorder();
  const app = express();
  app.use(
    expressCapture(recorder, {
      skip: (req: Request) => {
        if (req.path === '/throws') throw new Error('no');
        return req.path === '/health';
      },
    }),
  );
  app.use((_, res) => {
    void recorder.record({ action: 'inside' });
    res.send('ok');
  });
  const { url, close } = await listening(app);
  await (await fetch(`${url}/health`)).text();
  await (await fetch(`${url}/throws`)).text();
  await recorder.find((each) => endsWith(each, '/throws'));
  await close();

  assert.deepEqual(
    recorder.drafts.map(({ action }) => action),
    ['inside', 'inside', 'http.request'],
  );
  assert.notEqual(recorder.surroundings[0]?.requestId, undefined);
  assert.deepEqual(
    recorder.faults.map(({ where }) => where),
    ['capture.skip'],
  );
});

test('a recorder that throws everywhere changes nothing for the app', async () => {
  const broken = new Proxy({} as Recorder, {
    get: () => () => {
      throw new Error('broken recorder');
    },
  });
  const expressApp = express();
  expressApp.use(expressCapture(broken));
  expressApp.use(express.json(), (req, res) => void res.json(req.body));
  const fastifyApp = Fastify();
  fastifyApp.register(fastifyCapture, { recorder: broken });
  fastifyApp.post('/', async (req) => req.body);
  await fastifyApp.ready();

  for (const app of [expressApp, fastifyApp.routing]) {
    const { url, close } = await listening(app);
    const response = await fetch(url, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual([response.status, await response.text()], [200, '{"a":1}']);
    await close();
  }
  await fastifyApp.close();
});

test('a recorder whose within throws runs the handler once', async () => {
  const recorder = collectingRecorder();
  let calls = 0;
  const app = express();
  app.use(
    expressCapture({
      ...recorder,
      within: () => {
        throw new Error('broken recorder');
      },
    }),
  );
  app.use((_, res) => {
    calls += 1;
    res.send('ok');
  });
  const { url, close } = await listening(app);
  assert.equal(await (await fetch(url)).text(), 'ok');
  await recorder.find(() => true);
  await close();

  assert.equal(calls, 1);
});

test('what the handler throws reaches the caller, and the handler is not run again', () => {
  const recorder = collectingRecorder();
  const made = new IncomingMessage(null as never);
  let calls = 0;
  const run = (): void =>
    expressCapture(recorder)(made, new ServerResponse(made), () => {
      calls += 1;
      throw new RangeError('mine');
    });

  assert.throws(run, RangeError);
  assert.equal(calls, 1);
});

test('headers that are not what they should be are not believed', async () => {
  const recorder = collectingRecorder();
  const app = express();
  app.use(expressCapture(recorder));
  app.use((_, res) => void res.send('ok'));
  const { port, close } = await listening(app);
  const hostile: [name: string, headers: Record<string, string>][] = [
    ['spaces', { 'x-request-id': 'a b' }],
    ['markup', { 'x-request-id': '<script>' }],
    ['too long', { 'x-request-id': 'x'.repeat(129) }],
    ['starts badly', { 'x-request-id': '-x' }],
    ['no trace', { traceparent: '00-short-b7ad6b7169203331-01' }],
    ['zero trace', { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }],
    ['no version', { traceparent: 'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
    ['odd host', { host: 'evil.example/@inner' }],
  ];
  for (const [name, headers] of hostile) {
    await exchangeBytes(port, request(`GET /${encodeURIComponent(name)}`, headers));
    const draft = await recorder.find((each) => endsWith(each, `/${encodeURIComponent(name)}`));
    assert.match(draft.ambient?.requestId ?? '', /^new-\d+$/, name);
    assert.equal(draft.ambient?.traceId, undefined, name);
    if (name === 'odd host') assert.equal(draft.http?.url, '/odd%20host');
  }
  await exchangeBytes(port, request('GET http://other.example/absolute'));
  await recorder.find(({ http }) => http?.url === 'http://other.example/absolute');
  await close();
});

test('ids that are what they should be are taken over', async () => {
  const recorder = collectingRecorder();
  const app = express();
  app.use(expressCapture(recorder));
  app.use((_, res) => void res.send('ok'));
  const { port, close } = await listening(app);
  const headers = {
    'x-request-id': '6f1c2b9e-8a7d-4a51-9f0e-2f4a5d1c7e11',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
  await exchangeBytes(port, request('GET /', headers));
  const { ambient } = await recorder.find(() => true);
  await close();

  assert.deepEqual(ambient, {
    requestId: headers['x-request-id'],
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
  });
});

function endsWith({ http }: Draft, path: string): boolean {
  return http?.url.endsWith(path) === true;
}
