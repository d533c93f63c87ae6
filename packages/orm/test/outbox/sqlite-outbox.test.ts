import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { captureSqlite } from '@whodid/orm/sqlite';
import Database from 'better-sqlite3';
import { type Heard, heard } from '../fixtures/heard.ts';
import { arrived, until } from './fixtures/arrived.ts';
import { killedAt } from './fixtures/killed-at.ts';

type Db = InstanceType<typeof Database>;

let directory: string;
let file: string;
let ears: Heard;
let db: Db;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-outbox-'));
  file = join(directory, 'app.db');
  ears = heard();
  db = new Database(file);
  db.exec('pragma journal_mode = wal; create table note (id integer primary key, body text)');
});
afterEach(async () => {
  db.close();
  await ears.close();
  rmSync(directory, { recursive: true, force: true });
});

/** What waits in the table, seen by another connection. */
function waiting(): readonly string[] {
  const other = new Database(file);
  const has = other.prepare("select 1 from sqlite_schema where name = 'whodid_outbox'").all();
  const rows = has.length === 0 ? [] : other.prepare('select entry from whodid_outbox').all();
  other.close();
  return (rows as { entry: string }[]).map(({ entry }) => entry);
}

test('an entry is in the transaction of its change, and leaves the table when it is safe', async () => {
  captureSqlite(ears.recorder, db, { outbox: true });
  db.exec("insert into note (body) values ('a')");
  const [entry] = await ears.take();
  assert.equal(entry?.action, 'note.create');
  assert.deepEqual(waiting(), [JSON.stringify(entry)]);
  db.exec("begin; insert into note (body) values ('b')");
  assert.equal(waiting().length, 1);
  db.exec('rollback');
  await until(() => waiting().length === 0);
  assert.deepEqual(await ears.take(), []);
  assert.deepEqual(ears.faults, []);
});

test('what a process that was killed has committed is shipped by the next one, and nothing else', async () => {
  killedAt('alone', file, join(directory, 'killed'));
  assert.equal(waiting().length, 1);
  killedAt('transaction', file, join(directory, 'killed'));
  assert.equal(waiting().length, 3);
  const texts = waiting();
  captureSqlite(ears.recorder, db, { outbox: true });
  const entries = await arrived(ears, 3);
  const told = entries.map(({ action, actor, targets }) => [action, actor.id, targets[0]?.id]);
  assert.deepEqual(told.toSorted(), [
    ['note.create', 'ada', '1'],
    ['note.create', 'ada', '2'],
    ['note.create', 'ada', '4'],
  ]);
  // The same bytes, so that whoever has shipped them before has shipped the same entries.
  assert.deepEqual(entries.map((entry) => JSON.stringify(entry)).toSorted(), texts.toSorted());
  await until(() => waiting().length === 0);
  assert.deepEqual(ears.faults, []);
});

test('a transaction that was open when its process was killed leaves nothing', async () => {
  killedAt('open', file, join(directory, 'killed'));
  assert.deepEqual(waiting(), []);
  assert.deepEqual(db.prepare('select * from note').all(), []);
});

test('numbers of a producer have no holes, whatever is rolled back', async () => {
  captureSqlite(ears.recorder, db, { outbox: true });
  db.exec('insert into note values (1, null)');
  db.exec('begin; insert into note values (2, null); rollback');
  db.exec(
    'begin; insert into note values (3, null); savepoint s; insert into note values (4, null)',
  );
  db.exec('rollback to s; insert into note values (5, null), (6, null); commit');
  const entries = await ears.take();
  assert.deepEqual(
    entries.map(({ targets, producer }) => [targets[0]?.id, producer.seq]),
    [
      ['1', 1],
      ['3', 2],
      ['5', 3],
      ['6', 4],
    ],
  );
  assert.equal(new Set(entries.map(({ producer }) => producer.epoch)).size, 1);
});

test('without the table entries go the ordinary way, and INTERNAL is told', async () => {
  captureSqlite(ears.recorder, db, { outbox: true });
  db.exec('create view whodid_outbox as select 1 as id');
  db.exec(
    "begin; insert into note (body) values ('a'); insert into note (body) values ('b'); commit",
  );
  const entries = await ears.take();
  assert.deepEqual(
    entries.map(({ action, targets }) => `${action} ${targets[0]?.id}`),
    ['note.create 1', 'note.create 2'],
  );
  assert.equal(new Set(entries.map(({ ambient }) => ambient?.transactionId)).size, 1);
  assert.match(ears.faults.join(), /orm\.outbox/);
  assert.deepEqual(db.prepare('select id from note').raw().all(), [[1], [2]]);
});

test('what fails at the end of a statement fails for the app, and has no entry', async () => {
  db.exec(`pragma foreign_keys = on;
    create table child (id integer references note(id) deferrable initially deferred)`);
  captureSqlite(ears.recorder, db, { outbox: true });
  const failure = (run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      const { message, code } = error as Error & { code?: unknown };
      return [message, code];
    }
  };
  const other = new Database(':memory:');
  other.exec(`pragma foreign_keys = on; create table note (id integer primary key);
    create table child (id integer references note(id) deferrable initially deferred)`);
  const insert = 'insert into child values (7)';
  assert.deepEqual(
    failure(() => db.exec(insert)),
    failure(() => other.exec(insert)),
  );
  other.close();
  assert.equal(db.inTransaction, false);
  assert.deepEqual(await ears.take(), []);
  assert.deepEqual(waiting(), []);
  assert.deepEqual(ears.faults, []);
});

test('nothing in the table is in clear that would not be in an entry', async () => {
  db.exec('create table account (id integer primary key, password text, note text)');
  captureSqlite(ears.recorder, db, { outbox: true });
  db.exec(`insert into account values (1, 'hunter2', 'card 4111111111111111')`);
  const text = waiting().join();
  assert.match(text, /account\.create/);
  assert.doesNotMatch(text, /hunter2|4111111111111111/);
});
