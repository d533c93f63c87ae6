import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Entry } from '@whodid/core';

interface Result {
  readonly path: string;
  readonly body: unknown;
  readonly entries: readonly Entry[];
}

let directory: string;
let results: ReadonlyMap<string, Result>;
let environment: unknown;
let faults: unknown;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-trail-'));
  const app = fileURLToPath(new URL('trail-app.ts', import.meta.url));
  const args = ['--expose-gc', '--conditions=whodid-source', app, join(directory, 'app.db')];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const told = JSON.parse(stdout);
  ({ environment, faults } = told);
  results = new Map((told.results as Result[]).map((result) => [result.path, result]));
});
after(() => rmSync(directory, { recursive: true, force: true }));

function resultOf(path: string): Result {
  return results.get(path) ?? assert.fail(`no result of ${path}`);
}

function trailOf({ entries }: Result): readonly Entry[] {
  return entries.filter(({ kind }) => kind === 'model');
}

test('it ran as in production', () => {
  assert.equal(environment, 'production');
  assert.deepEqual(faults, []);
});

test('scenario 20: what a request changed in a transaction, with who and which request', () => {
  const result = resultOf('/trail');
  const trail = trailOf(result);
  assert.deepEqual(
    trail.map(({ change }) => `${change?.type} ${change?.model}`),
    [
      'CREATE author',
      'UPDATE author',
      'CREATE Article',
      'UPDATE Article',
      'M2M Article',
      'DELETE Article',
    ],
  );
  const [created, hashed, , updated, linked, deleted] = trail;
  assert.deepEqual(created?.change?.fields, [
    { name: 'id', new: 9 },
    { name: 'name', new: 'eve' },
  ]);
  assert.deepEqual(hashed?.change?.fields, []);
  assert.deepEqual(updated?.change?.fields, [{ name: 'title', old: 'first', new: 'second' }]);
  assert.equal(linked?.change?.fields[0]?.name, 'tag');
  assert.deepEqual(linked?.change?.ids, ['1', '2']);
  assert.equal(linked?.targets[0]?.id, '60');
  assert.equal(deleted?.targets[0]?.id, '5');
  assert.doesNotMatch(JSON.stringify(result.entries), /hash-of/);

  const exchange = result.entries.find(({ kind }) => kind === 'http.in');
  assert.ok(exchange?.ambient?.requestId);
  for (const entry of trail) {
    assert.equal(entry.ambient?.requestId, exchange.ambient.requestId);
    assert.equal(entry.actor.id, 'u-7');
  }
  assert.equal(new Set(trail.map(({ ambient }) => ambient?.transactionId)).size, 1);
});

test('scenario 20: the same with a rollback leaves nothing', () => {
  const result = resultOf('/trail?fail');
  assert.deepEqual(result.body, { ends: 'rolled back' });
  assert.deepEqual(trailOf(result), []);
});

test('scenario 21: bulk statements have an entry for each row, and their results', () => {
  const result = resultOf('/bulk');
  const count = { count: 500 };
  assert.deepEqual(result.body, { created: count, updated: count, deleted: count });
  const ids = Array.from({ length: 500 }, (_, at) => String(1000 + at));
  for (const type of ['CREATE', 'UPDATE', 'DELETE']) {
    const own = trailOf(result).filter(({ change }) => change?.type === type);
    assert.deepEqual(own.map(({ targets }) => targets[0]?.id).toSorted(), ids, type);
  }
});
