// What PostgreSQL before 18 does not return of itself: rows as they were.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { capturePg } from '@whodid/orm/pg';
import pg from 'pg';
import { type Heard, heard } from '../fixtures/heard.ts';
import { type PostgresServer, postgresServer } from '../fixtures/postgres-server.ts';

const schema = `
  drop schema public cascade; create schema public;
  create table note (id integer primary key, note text, views integer default 0);
  create table child (note_id integer references note(id));
  create table keyless (body text);
  create table "Odd ""Name" ("Key " integer primary key, whodid_was text);
  create table pair (a integer, b integer, body text, primary key (a, b) deferrable);
  create table parent (id integer primary key, body text);
  create table heir (primary key (id)) inherits (parent);
  create schema if not exists elsewhere; create extension if not exists ltree schema elsewhere;
  create table tree (path elsewhere.ltree primary key, body text);
  create type mood as enum ('good', 'bad');
  create table feeling (mood mood primary key, body text);
  create table part (id integer primary key, body text) partition by range (id);
  create table part_low partition of part for values from (0) to (100);
  create table part_high partition of part for values from (100) to (200);
  insert into note values (1, 'one'), (2, 'two');
  insert into keyless values ('x');
  insert into "Odd ""Name" values (1, 'x');
  insert into pair values (1, 1, 'x'), (1, 2, 'y');
  insert into parent values (1, 'p'), (2, 'p'); insert into heir values (1, 'h'), (3, 'h');
  insert into tree values ('a.b', 'x'); insert into feeling values ('good', 'x');
  insert into part values (1, 'x')`;

let server: PostgresServer;
let ears: Heard;
let other: pg.Client;
let client: pg.Client;

before(async () => {
  server = await postgresServer('oldest');
  ears = heard();
  other = new pg.Client(server.url);
  await other.connect();
});
beforeEach(async () => {
  await client?.end();
  await other.query(schema);
  client = new pg.Client(server.url);
  await client.connect();
  capturePg(ears.recorder, client);
  await ears.take();
});
after(async () => {
  await client.end();
  await other.end();
  await server.stop();
  await ears.close();
});

/** The changes since the last call: what was done to what, and the fields with `old>new`. */
async function told(): Promise<readonly string[]> {
  const entries = await ears.take();
  assert.deepEqual(ears.faults, []);
  return entries.map(({ action, targets, change, data }) => {
    const fields = (change?.fields ?? []).map((f) => `${f.name}:${text(f.old)}>${text(f.new)}`);
    const unknown = (data as { before?: string } | undefined)?.before ?? '';
    return [action, targets[0]?.id, ...fields, unknown].filter(Boolean).join(' ');
  });
}

function text(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

const statements: readonly (readonly [sql: string, expected: readonly string[]])[] = [
  ['update note set views = 1 where id = 1', ['note.update 1 views:0>1']],
  [
    'update only public.note as n set views = n.views + 1 where id = 1',
    ['note.update 1 views:0>1'],
  ],
  ['update note * n set views = 1 where id = 1 returning n.id', ['note.update 1 views:0>1']],
  // A column that is called like its table, and other tables in the statement.
  [
    'update note set note = k.body from keyless k where id = 1 returning note, k.body',
    ['note.update 1 note:"one">"x"'],
  ],
  ['delete from note using keyless where id = 1', ['note.delete 1 id:1> note:"one"> views:0>']],
  [
    "insert into note as n values (3, 'x') returning n.*",
    ['note.create 3 id:>3 note:>"x" views:>0'],
  ],
  [
    `insert into note values (1, 'up'), (3, 'new') on conflict (id) do update set note = excluded.note`,
    ['note.update 1 note:"one">"up"', 'note.create 3 id:>3 note:>"new" views:>0'],
  ],
  [
    `insert into note values (1, 'up'), (3, 'new') on conflict do nothing`,
    ['note.create 3 id:>3 note:>"new" views:>0'],
  ],
  [`update "Odd ""Name" set whodid_was = 'y'`, ['Odd "Name.update 1 whodid_was:"x">"y"']],
  ["with x as (select 1) update pair set body = 'z' where b = 2", ['pair.update 1,2 body:"y">"z"']],
  ["update feeling set body = 'y'", ['feeling.update good body:"x">"y"']],
  // The key of a parent may be there twice, once in a child.
  [
    "update parent set body = 'y'",
    [
      'parent.update 1 body:"p">"y"',
      'parent.update 2 body:"p">"y"',
      'parent.update 1 id:>1 body:>"y" unknown',
      'parent.update 3 body:"h">"y"',
    ],
  ],
  // What it was cannot be told, but that it was.
  ["update tree set body = 'y'", ['tree.update a.b path:>"a.b" body:>"y" unknown']],
  ["update keyless set body = 'y'", ['keyless.update body:>"y" unknown']],
  ['update note set id = 9 where id = 1', ['note.update 9 id:>9 note:>"one" views:>0 unknown']],
  [
    'update pair set (b, body) = (3 - b, body)',
    ['pair.update 1,2 a:>1 b:>2 body:>"x" unknown', 'pair.update 1,1 a:>1 b:>1 body:>"y" unknown'],
  ],
  ["update part set body = 'y'", ['part.update 1 id:>1 body:>"y" unknown']],
  ["insert into part values (2, 'z')", ['part.create 2 id:>2 body:>"z"']],
  ['delete from part', ['part.delete 1 id:1> body:"x">']],
  // Asking for it would be an error here: it goes as it came.
  ["insert into part values (1, 'z') on conflict (id) do update set body = 'z'", ['sql.insert']],
  [
    `merge into note n using (values (1)) v(id) on n.id = v.id when matched then update set note = 'm'`,
    ['sql.merge'],
  ],
];

for (const [sql, expected] of statements) {
  test(sql, async () => {
    await client.query(sql);
    assert.deepEqual(await told(), expected);
  });
}

test('the app gets its own rows and counts', async () => {
  const answer = await client.query(
    `insert into note values (1, 'up'), (3, 'new') on conflict (id) do update set note = 'up' returning id`,
  );
  assert.deepEqual([answer.rowCount, answer.rows], [2, [{ id: 1 }, { id: 3 }]]);
  const quiet = await client.query('update note set views = 5');
  assert.deepEqual([quiet.rowCount, quiet.rows, quiet.fields], [3, [], []]);
});

test('in a transaction each change begins where the one before ended, also in savepoints', async () => {
  for (const sql of [
    'begin',
    'update note set views = 1 where id = 1',
    'savepoint s',
    'update note set views = 2 where id = 1',
    'rollback to s',
    'update note set views = 3 where id = 1',
    'commit',
  ]) {
    await client.query(sql);
  }
  assert.deepEqual(await told(), ['note.update 1 views:0>1', 'note.update 1 views:1>3']);
});

test('a key that is there twice until the commit breaks nothing', async () => {
  for (const sql of [
    'begin',
    'set constraints all deferred',
    "insert into pair values (1, 1, 'twin')",
    "update pair set body = 'both' where b = 1",
    'delete from pair where b = 1',
    'commit',
  ]) {
    await client.query(sql);
  }
  assert.deepEqual((await told()).slice(1, 3), [
    'pair.update 1,1 body:"x">"both"',
    'pair.update 1,1 a:>1 b:>1 body:>"both" unknown',
  ]);
});

test('what there was before has an entry without values if nobody can tell it', async () => {
  const asked = new pg.Client(server.url);
  await asked.connect();
  capturePg(ears.recorder, asked, { preEntries: true });
  await asked.query("update keyless set body = 'y'");
  await asked.end();
  const [before, update] = await ears.take();
  assert.deepEqual(
    [before?.change?.type, before?.change?.fields],
    ['PRE_UPDATE', [{ name: 'body' }]],
  );
  assert.equal(update?.change?.type, 'UPDATE');
  assert.deepEqual(ears.faults, []);
});

test('of a row that somebody else has changed since the statement began no stale values are told', async () => {
  await other.query('begin; update note set views = 100 where id = 1');
  const waiting = client.query('update note set views = views + 1');
  await lockAwaited();
  await other.query('commit');
  await waiting;
  assert.deepEqual(await told(), [
    'note.update 1 id:>1 note:>"one" views:>101 unknown',
    'note.update 2 views:0>1',
  ]);
});

test('of a row that was created since the statement began it is known that it was there', async () => {
  await other.query("begin; insert into note values (3, 'theirs')");
  const waiting = client.query(
    "insert into note values (3, 'ours') on conflict (id) do update set note = excluded.note",
  );
  await lockAwaited();
  await other.query('commit');
  await waiting;
  assert.deepEqual(await told(), ['note.update 3 id:>3 note:>"ours" views:>0 unknown']);
});

test('of a row that somebody else has locked, as a reference does, nothing wrong is told', async () => {
  await other.query('begin; insert into child values (1)');
  await client.query('update note set views = 1 where id = 1');
  await other.query('commit');
  assert.deepEqual(await told(), ['note.update 1 id:>1 note:>"one" views:>1 unknown']);
});

async function lockAwaited(): Promise<void> {
  const question = "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'";
  for (;;) {
    const { rows } = await other.query(question);
    if (rows[0].n > 0) return;
  }
}
