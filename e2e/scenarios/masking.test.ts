// Acceptance scenario 11: what is secret is nowhere, and the app sees everything as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import type { Entry } from '@whodid/core';
import express from 'express';
import { filesUnder } from '../../packages/cli/test/files-under.ts';
import { openScene, settled } from './scene.ts';

const planted = {
  password: 'Planted-a-4f1c9d',
  token: 'Planted-b-77e0aa',
  refresh: 'Planted-c-19bd3f',
  access: 'Planted-d-c0ffee',
  credential: 'Planted-e-5eed01',
  cookie: 'Planted-f-feed22',
  key: 'Planted-g-beef33',
  own: 'Planted-h-d00d44',
} as const;

test('scenario 11: planted secrets are in no file, listener, answer or fault', async (t) => {
  const faults: string[] = [];
  const scene = await openScene(t, {
    redact: { mask: '***FILTERED***', maskKeys: ['national id'] },
    onFault: (where, error) => faults.push(`${where} ${String(error)}`),
  });
  const heard: Entry[] = [];
  scene.recorder.on('entry', (entry) => void heard.push(entry));
  const sent = [
    { Password: planted.password },
    [{ token: planted.token }],
    { nested: { refresh: planted.refresh, nationalId: planted.own } },
  ];
  const answer = { access: planted.access, page: 2 };
  const app = express();
  app.use(expressCapture(scene.recorder), express.json());
  let seen: unknown;
  app.post('/things', (req, res) => {
    seen = { body: req.body, query: req.query, headers: req.headers };
    const before = JSON.stringify(answer);
    res.json(answer);
    assert.equal(JSON.stringify(answer), before);
  });
  app.get('/broken', () => {
    throw new Error(`password=${planted.password} was wrong`);
  });
  app.set('env', 'test');
  const url = await scene.serve(app);
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${planted.credential}`,
    cookie: `sid=${planted.cookie}`,
    'x-api-key': planted.key,
  };
  const body = JSON.stringify(sent);
  const target = `/things?access=${planted.access}&page=2`;
  const response = await fetch(url + target, { method: 'POST', headers, body });
  assert.deepEqual(await response.json(), answer);
  await fetch(`${url}/broken`, { headers });
  await settled();

  // The handler had everything as it was sent.
  const {
    body: got,
    query,
    headers: had,
  } = seen as { [part: string]: { [name: string]: unknown } };
  assert.deepEqual(got, sent);
  assert.deepEqual({ ...query }, { access: planted.access, page: '2' });
  assert.deepEqual([had?.authorization, had?.cookie], [headers.authorization, headers.cookie]);

  const entries = await scene.entries();
  const [entry] = entries.filter(({ http }) => http?.path === '/things');
  assert.deepEqual(entry?.http?.request.body, [
    { Password: '***FILTERED***' },
    [{ token: '***FILTERED***' }],
    { nested: { refresh: '***FILTERED***', nationalId: '***FILTERED***' } },
  ]);
  assert.equal(entry?.http?.query.page, '2');
  assert.deepEqual(entry?.http?.response.body, { access: '***FILTERED***', page: 2 });
  assert.ok(heard.length >= 2);

  const places: readonly (readonly [string, string])[] = [
    ...filesUnder(scene.directory),
    ['the answers', JSON.stringify(entries)],
    ['the listener', JSON.stringify(heard)],
    ['the faults', faults.join('\n')],
  ];
  // Were the search blind, it would not find this either.
  assert.ok(places.some(([place, text]) => place.endsWith('unpacked') && text.includes('/things')));
  for (const [name, secret] of Object.entries(planted)) {
    for (const [place, text] of places) {
      assert.ok(!text.includes(secret), `${name} is in ${place}`);
    }
  }
});
