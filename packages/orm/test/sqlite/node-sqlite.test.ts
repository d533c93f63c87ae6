// The driver of Node itself: another SQLite, and rows that are made when they are asked for.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, test } from 'node:test';
import { captureSqlite } from '@whodid/orm/sqlite';
import { type Heard, heard } from '../fixtures/heard.ts';
import { outbox } from '../fixtures/mode.ts';

let ears: Heard;
let db: DatabaseSync;

before(() => {
  ears = heard();
});
after(() => ears.close());
beforeEach(() => {
  db = new DatabaseSync(':memory:');
  db.exec('create table note (id integer primary key, body text)');
  captureSqlite(ears.recorder, db, { outbox });
});

async function told(): Promise<readonly string[]> {
  const entries = await ears.take();
  assert.deepEqual(ears.faults, []);
  return entries.map(({ action, targets }) => `${action} ${targets[0]?.id}`);
}

test('a statement and what it gives', async () => {
  const insert = db.prepare('insert into note (body) values (?) returning id');
  assert.deepEqual({ ...insert.get('a') }, { id: 1 });
  assert.deepEqual(insert.run('b'), { changes: 1, lastInsertRowid: 2 });
  assert.deepEqual(await told(), ['note.create 1', 'note.create 2']);
});

test('rows that are asked for one by one', async () => {
  const insert = db.prepare('insert into note (id) values (1), (2) returning id');
  assert.deepEqual(
    [...insert.iterate()].map(({ id }) => id),
    [1, 2],
  );
  assert.deepEqual(await told(), ['note.create 1', 'note.create 2']);
});

test('transactions', async () => {
  db.exec(`begin; insert into note (id) values (1); savepoint s; insert into note (id) values (2);
    rollback to s`);
  assert.deepEqual(await told(), []);
  db.exec('commit; begin; insert into note (id) values (3); rollback');
  assert.deepEqual(await told(), ['note.create 1']);
});

test('a database that is closed with an open transaction', async () => {
  db.exec('begin; insert into note (id) values (1)');
  db.close();
  assert.deepEqual(await told(), []);
});

test('a transaction waits for another process that writes, as long as it would have', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-waits-'));
  const file = join(directory, 'app.db');
  db = new DatabaseSync(file, { timeout: 60_000 });
  db.exec('pragma journal_mode = wal; create table note (id integer primary key, body text)');
  captureSqlite(ears.recorder, db, { outbox });
  const holder = spawn(process.execPath, [
    '-e',
    `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(file)});
    db.exec("begin immediate; insert into note values (1, 'other')");
    process.stdout.write('holds');
    setTimeout(() => db.exec('commit'), 300);`,
  ]);
  const ended = once(holder, 'close');
  await once(holder.stdout, 'data');
  db.exec("begin; insert into note values (2, 'ours'); commit");
  assert.deepEqual(await told(), ['note.create 2']);
  await ended;
  db.close();
  rmSync(directory, { recursive: true, force: true });
});
