import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '@whodid/core';
import { openStore } from '@whodid/store';
import { Access } from '../../src/access/access.ts';
import type { CollectorApp } from '../../src/collector-app.ts';
import { openApp } from '../open-app.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

test('two collectors over one store: of simultaneous moves exactly one wins, and notes stay', async (t) => {
  const store = await openStore(`sqlite:${temporaryDirectory(t)}`);
  const dataDir = temporaryDirectory(t);
  const open = () => new Access({ dataDir, adminKey: null, jwt: null, clock: systemClock });
  const accesses = [open(), open()];
  const apps = await Promise.all(accesses.map((access) => openApp(t, { store, access })));
  t.after(async () => {
    for (const access of accesses) access.close();
    await store.close();
  });
  const [first, second] = apps as [CollectorApp, CollectorApp];
  const [one] = accesses;
  const { key } =
    one?.keys.create({ name: 'ada', scopes: ['own', 'triage'], tenant: 'default', userId: '1' }) ??
    {};
  const headers = { authorization: `Token ${key}` };
  const post = (app: CollectorApp, url: string, payload: object) =>
    app.inject({ method: 'POST', url, headers, payload });

  for (let round = 0; round < 20; round += 1) {
    const { id } = (await post(first, '/api/logs/', { action: 'LOGIN' })).json();
    const url = `/v1/entries/${id}/triage`;
    const answers = await Promise.all([
      post(first, url, { stage: 'IN_PROGRESS', note: 'first' }),
      post(second, url, { stage: 'IN_PROGRESS', note: 'second' }),
      post(first, url, { note: 'a note' }),
      post(second, url, { note: 'another' }),
    ]);
    const codes = answers.map(({ statusCode }) => statusCode);
    assert.deepEqual(codes.slice(0, 2).sort(), [200, 409]);
    assert.deepEqual(codes.slice(2), [200, 200]);
    const { stage, moves } = (await second.inject({ url, headers })).json();
    assert.equal(stage, 'IN_PROGRESS');
    const winner = codes[0] === 200 ? 'first' : 'second';
    const notes = (moves as { note: string }[]).map(({ note }) => note);
    assert.deepEqual(notes.sort(), ['a note', 'another', winner].sort());
  }
});
