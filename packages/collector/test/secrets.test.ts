import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { json, ndjson, onDisk, receiptsOf, startCollector } from './start-collector.ts';

const secrets = {
  password: 'correct-horse-battery-staple',
  bearer: 'bearer-9f8e7d6c5b4a39281706',
  cookie: 'sess-0a1b2c3d4e5f60718293',
  access: 'access-11223344556677889900',
} as const;

// As a careless client would send it: the library would have taken all of these out before.
const signIn = {
  kind: 'http.in',
  action: 'http.request',
  http: {
    protocol: 'http',
    method: 'POST',
    url: `/sign-in?access_token=${secrets.access}&page=2`,
    path: '/sign-in',
    query: { access_token: secrets.access, page: '2' },
    statusCode: 200,
    durationMs: 3,
    request: {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${secrets.bearer}`,
        cookie: `sid=${secrets.cookie}`,
      },
      body: { email: 'ada@example.com', password: secrets.password },
      bodyBytes: 90,
    },
    response: { headers: { 'set-cookie': `sid=${secrets.cookie}; HttpOnly` }, bodyBytes: 0 },
  },
  data: { password: secrets.password, nested: [{ accessToken: secrets.access }] },
};

test('secrets in posted entries are in no file and in no answer', async (t) => {
  const { as, collector, dataDir, notices } = await startCollector(t, onDisk);
  const ask = await as(['admin', 'ingest']);
  const said: string[] = [];
  const live = await ask('/v1/entries/live');
  const reader = live.body?.getReader();
  const posts = [
    json(signIn),
    json([signIn, { ...signIn, unknown: secrets.password }]),
    ndjson(signIn),
  ];
  let id: string | null = null;
  for (const post of posts) {
    const receipts = await receiptsOf(await ask('/v1/entries', post));
    said.push(JSON.stringify(receipts));
    assert.equal(receipts[0]?.fate, 'stored');
    id = receipts[0].id;
  }
  for (const path of ['/v1/entries', `/v1/entries/${id}`, `/v1/entries?q=${secrets.password}`]) {
    said.push(await (await ask(path)).text());
  }
  const decoder = new TextDecoder();
  while (!said.at(-1)?.includes(`id: ${id}`)) {
    said.push((said.at(-1) ?? '') + decoder.decode((await reader?.read())?.value));
  }
  await reader?.cancel();
  await collector.close();
  assert.ok(said.some((text) => text.includes('ada@example.com')));
  for (const secret of Object.values(secrets)) {
    for (const text of [...said, ...notices]) assert.equal(text.includes(secret), false);
    for (const [name, bytes] of filesIn(dataDir)) {
      assert.equal(bytes.includes(secret), false, name);
    }
  }
});

function filesIn(directory: string): readonly (readonly [string, Buffer])[] {
  const all = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = all.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  return files.map((path) => [path, readFileSync(path)]);
}
