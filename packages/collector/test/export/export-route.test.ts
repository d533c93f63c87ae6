import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WhodidError } from '@whodid/core';
import { openStore, type Store } from '@whodid/store';
import { memoryAnswers } from '../../src/cache/memory-answers.ts';
import { movingClock } from '../moving-clock.ts';
import { serveApp } from '../serve-app.ts';
import { json, onDisk, pageOf, problemOf, startCollector } from '../start-collector.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 2, 4, 0, 0, second)).toISOString();

test('a CSV file has what the list shows, with the columns that were asked for', async (t) => {
  const { as } = await startCollector(t, onDisk);
  await (await as(['ingest']))(
    '/v1/entries',
    json([
      { action: 'order.place', occurredAt: at(1), message: 'two, "cups"\nand a plate' },
      {
        ...{
          action: 'order.refund',
          occurredAt: at(2),
          message: '=HYPERLINK("https://evil.test")',
        },
        targets: [{ type: 'order', id: '1042' }],
      },
      { action: 'user.login', occurredAt: at(3) },
    ]),
  );
  const ask = await as(['audit']);
  const answer = await ask(
    '/v1/entries/export?q=action:order.&columns=occurredAt,action,targets,message,status',
  );
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(
    answer.headers.get('content-disposition') ?? '',
    /^attachment; filename="whodid-\d{4}-\d\d-\d\d-\d{6}\.csv"$/,
  );
  assert.equal(
    await answer.text(),
    [
      'occurredAt,action,targets,message,status',
      `${at(2)},order.refund,order:1042,"'=HYPERLINK(""https://evil.test"")",`,
      `${at(1)},order.place,,"two, ""cups""\nand a plate",`,
      '',
    ].join('\r\n'),
  );
});

test('NDJSON has the very bytes that are kept', async (t) => {
  const { as } = await startCollector(t, onDisk);
  await (await as(['ingest']))('/v1/entries', json([{ action: 'a.one' }, { action: 'a.two' }]));
  const ask = await as(['audit']);
  const text = await (await ask('/v1/entries/export?format=ndjson&q=action:a.')).text();
  const listed = await (await ask('/v1/entries?q=action:a.')).text();
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 2);
  for (const line of lines) assert.ok(listed.includes(line));
});

test('there is no upper limit, and a reader that is slow gets all of it', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const writer = await as(['ingest']);
  const count = 6000;
  for (let done = 0; done < count; done += 1000) {
    const drafts = Array.from({ length: 1000 }, (_, number) => ({
      ...{ action: 'many', occurredAt: at(done + number), message: 'x'.repeat(500) },
    }));
    await writer('/v1/entries', json(drafts));
  }
  const answer = await (await as(['audit']))('/v1/entries/export?format=ndjson&q=action:many');
  const seconds: number[] = [];
  let rest = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    if (seconds.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) seconds.push(Date.parse(JSON.parse(line).occurredAt));
  }
  assert.equal(seconds.length, count);
  assert.deepEqual(
    seconds,
    seconds.toSorted((a, b) => b - a),
  );
});

test('an export is recorded before it is sent, with how much it is', async (t) => {
  const { as } = await startCollector(t, onDisk);
  await (await as(['ingest']))('/v1/entries', json([{ action: 'a.one' }, { action: 'a.two' }]));
  const ask = await as(['audit']);
  await (await ask('/v1/entries/export?q=action:a.')).text();
  const { entries } = await pageOf(await ask('/v1/entries?q=action:whodid.look data.what:export'));
  assert.equal(entries.length, 1);
  assert.match(JSON.stringify(entries[0]?.data), /"entries":2,.*"query":"action:a\."/);
});

test('what cannot be written is refused before anything is', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['audit']);
  const wrong = await problemOf(
    await ask('/v1/entries/export?columns=acton'),
    400,
    'PARAMETER_INVALID',
  );
  assert.match(String(wrong.detail), /did you mean action/);
  await problemOf(await ask('/v1/entries/export?q=actr:ada'), 400, 'QUERY_INVALID');
  await problemOf(await ask('/v1/entries/export?format=xml'), 400, 'PARAMETER_INVALID');
});

test('a store that fails in the middle breaks the connection off: half a file never looks whole', async (t) => {
  const real = await openStore('memory:');
  t.after(() => real.close());
  let pages = 0;
  const store: Store = {
    name: real.name,
    append: (entries) => real.append(entries),
    list: (request) => {
      if (request.limit === 500) pages += 1;
      if (pages > 1)
        throw new WhodidError('STORE_UNAVAILABLE', { store: 'memory', reason: 'away' });
      return real.list(request);
    },
    count: (question) => real.count(question),
    tally: (question) => real.tally(question),
    get: (tenant, id) => real.get(tenant, id),
    onStored: (listener) => real.onStored(listener),
    close: () => real.close(),
  };
  const clock = movingClock();
  const cache = memoryAnswers({ clock });
  const { url, key } = await serveApp(t, { store, cache, clock, dataDir: temporaryDirectory(t) });
  const bearer = (scope: 'audit' | 'ingest') => ({
    authorization: `Bearer ${key(scope, [scope])}`,
  });
  const drafts = Array.from({ length: 700 }, () => ({ action: 'many', occurredAt: at(1) }));
  const posted = json(drafts);
  await fetch(`${url}/v1/entries`, {
    ...posted,
    headers: { ...posted.headers, ...bearer('ingest') },
  });
  const answer = await fetch(`${url}/v1/entries/export?q=action:many`, {
    headers: bearer('audit'),
  });
  assert.equal(answer.status, 200);
  const size = await answer.text().then(
    (text) => text.length,
    () => 'broken off',
  );
  assert.deepEqual([size, pages], ['broken off', 2]);
});
