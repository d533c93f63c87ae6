import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EntryFields, isWhodidError } from '@whodid/core';
import { json, startCollector } from '../start-collector.ts';

interface Page {
  readonly entries: readonly EntryFields[];
}

const posted = {
  action: 'shop.visit',
  http: {
    protocol: 'http',
    method: 'GET',
    url: '/',
    path: '/',
    query: {},
    durationMs: 1,
    request: { headers: { 'x-shop': 'north', 'x-other': 'gone' }, bodyBytes: 0 },
    response: { headers: {}, bodyBytes: 0 },
  },
  data: { pin: '1234', password: 'hunter2' },
};

test('what an app keeps by rules of its own is kept by a collector with the same rules', async (t) => {
  const redact = { headers: ['x-shop'], unsafe: { keepKeys: ['pin'] } };
  const { as } = await startCollector(t, { redact });
  const ask = await as(['ingest', 'read']);
  assert.equal((await ask('/v1/entries', json(posted))).status, 200);
  const { entries } = (await (await ask('/v1/entries?q=action:shop.visit')).json()) as Page;
  assert.deepEqual(entries[0]?.http?.request.headers, { 'x-shop': 'north' });
  assert.deepEqual(entries[0]?.data, { password: '[redacted:key]', pin: '1234' });

  // Weakening a default is itself an entry, before anything else.
  const all = (await (await ask('/v1/entries')).json()) as Page;
  const [first] = all.entries.toReversed();
  assert.deepEqual(
    [first?.action, first?.kind, first?.stream, first?.data],
    ['whodid.redaction.weaken', 'note', 'INTERNAL', { keepHeaders: [], keepKeys: ['pin'] }],
  );
});

test('without rules of its own it keeps to the defaults and has nothing to say', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  await ask('/v1/entries', json(posted));
  const { entries } = (await (await ask('/v1/entries')).json()) as Page;
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0]?.http?.request.headers, {});
  assert.deepEqual(entries[0]?.data, { password: '[redacted:key]', pin: '[redacted:key]' });
});

test('rules that cannot be used stop the collector at start', async (t) => {
  await assert.rejects(
    startCollector(t, { redact: { maskKey: ['pin'] } as object }),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && /redact\.maskKey/.test(error.message),
  );
});
