import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Entry } from '@whodid/core';
import { capturePg } from '@whodid/orm/pg';
import pg from 'pg';
import { type Heard, heard } from '../fixtures/heard.ts';
import { type PostgresServer, postgresServer } from '../fixtures/postgres-server.ts';
import { arrived, until } from './fixtures/arrived.ts';
import { killedAt } from './fixtures/killed-at.ts';

const schema = [
  'drop schema public cascade',
  'create schema public',
  'grant usage on schema public to public',
  'create table note (id integer primary key, body text)',
  'create table child (id integer references note(id) deferrable initially deferred)',
  'grant all on note, child to public',
];

let server: PostgresServer;
let directory: string;
let plain: pg.Client;
let ears: Heard;
let client: pg.Client;

before(async () => {
  server = await postgresServer();
  directory = mkdtempSync(join(tmpdir(), 'whodid-outbox-'));
  plain = new pg.Client(server.url);
  await plain.connect();
  await plain.query("create role writer login password 'writer'");
});
beforeEach(async () => {
  for (const sql of schema) await plain.query(sql);
  ears = heard();
  client = new pg.Client(server.url);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await ears.close();
});
after(async () => {
  await plain.end();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What waits in the table, seen by another connection. */
async function waiting(): Promise<readonly string[]> {
  const { rows } = await plain.query("select to_regclass('public.whodid_outbox') as there");
  if (rows[0].there === null) return [];
  return (await plain.query('select entry from public.whodid_outbox')).rows.map(
    ({ entry }) => entry,
  );
}

function ids(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ action, targets }) => `${action} ${targets[0]?.id}`).toSorted();
}

async function failure(query: Promise<unknown>): Promise<unknown> {
  try {
    return await query;
  } catch (error) {
    const { message, code, constraint } = error as pg.DatabaseError;
    return [message, code, constraint];
  }
}

test('an entry is in the transaction of its change, and leaves the table when it is safe', async () => {
  capturePg(ears.recorder, client, { outbox: true });
  await client.query('insert into note values ($1, $2)', [1, "it's \\ here"]);
  const [entry] = await ears.take();
  assert.equal(entry?.action, 'note.create');
  assert.deepEqual(await waiting(), [JSON.stringify(entry)]);
  await client.query('begin');
  await client.query("insert into note values (2, 'b')");
  await client.query('rollback');
  await until(async () => (await waiting()).length === 0);
  assert.deepEqual(await ears.take(), []);
  assert.deepEqual(ears.faults, []);
});

test('what a process that was killed has committed is shipped by the next one, and nothing else', async () => {
  killedAt('open', server.url, join(directory, 'killed'));
  assert.deepEqual(await waiting(), []);
  killedAt('alone', server.url, join(directory, 'killed'));
  assert.equal((await waiting()).length, 1);
  killedAt('transaction', server.url, join(directory, 'killed'));
  const texts = await waiting();
  assert.equal(texts.length, 3);
  capturePg(ears.recorder, client, { outbox: true });
  // Only with the first write something is known of the database.
  await client.query("update note set body = 'x' where id = 99");
  const entries = await arrived(ears, 3);
  assert.deepEqual(ids(entries), ['note.create 1', 'note.create 2', 'note.create 4']);
  assert.deepEqual(new Set(entries.map(({ actor }) => actor.id)), new Set(['ada']));
  // The same bytes, so that whoever has shipped them before has shipped the same entries.
  assert.deepEqual(entries.map((entry) => JSON.stringify(entry)).toSorted(), texts.toSorted());
  await until(async () => (await waiting()).length === 0);
  assert.deepEqual(ears.faults, []);
});

test('of several processes that look at the same time each ships other rows', async () => {
  capturePg(ears.recorder, client, { outbox: true });
  ears.recorder.outbox().ship = () => null;
  await client.query('insert into note select n, null from generate_series(1, 900) as n');
  assert.equal((await waiting()).length, 900);
  const others = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const own = heard();
      const connected = new pg.Client(server.url);
      await connected.connect();
      capturePg(own.recorder, connected, { outbox: true });
      await connected.query('delete from note where id = 9999');
      return { own, connected, entries: [] as Entry[] };
    }),
  );
  await until(async () => {
    for (const { own, entries } of others) entries.push(...(await own.take()));
    return (await waiting()).length === 0;
  });
  const all = ids(others.flatMap(({ entries }) => entries));
  assert.equal(all.length, 900);
  assert.equal(new Set(all).size, 900);
  for (const { own, connected } of others) {
    await connected.end();
    await own.close();
  }
});

test('numbers of a producer have no holes, whatever is rolled back', async () => {
  capturePg(ears.recorder, client, { outbox: true });
  for (const sql of [
    'insert into note values (1)',
    'insert into note values (1)',
    'insert into child values (99)',
    'begin',
    'insert into child values (99)',
    'commit',
    'insert into note values (2), (3)',
  ]) {
    await client.query(sql).catch(() => {});
  }
  const entries = await ears.take();
  assert.deepEqual(
    entries.map(({ producer }) => producer.seq),
    [1, 2, 3],
  );
  assert.equal(new Set(entries.map(({ producer }) => producer.epoch)).size, 1);
});

test('what fails at the commit fails for the app as without outbox, and has no entry', async () => {
  capturePg(ears.recorder, client, { outbox: true });
  for (const sql of [
    'insert into child values (99)',
    'insert into note values (1), (1)',
    "insert into note values (1); insert into note values ('x')",
  ]) {
    assert.deepEqual(await failure(client.query(sql)), await failure(plain.query(sql)));
  }
  assert.deepEqual(await ears.take(), []);
  assert.deepEqual(await waiting(), []);
  assert.deepEqual((await plain.query('select * from note')).rows, []);
  assert.deepEqual(ears.faults, []);
});

test('without the table entries go the ordinary way, and INTERNAL is told', async () => {
  const url = new URL(server.url);
  [url.username, url.password] = ['writer', 'writer'];
  const writer = new pg.Client(url.href);
  await writer.connect();
  capturePg(ears.recorder, writer, { outbox: true });
  await writer.query("insert into note values (1, 'a')");
  assert.deepEqual(ids(await ears.take()), ['note.create 1']);
  assert.match(ears.faults.join(), /orm\.outbox/);
  await writer.end();
});

test('a table that is lost in between costs no write and no entry', async () => {
  capturePg(ears.recorder, client, { outbox: true });
  await client.query("insert into note values (1, 'a')");
  await plain.query('drop table whodid_outbox');
  await client.query("insert into note values (2, 'b')");
  await client.query('begin');
  await client.query("insert into note values (3, 'c')");
  await plain.query('drop table if exists whodid_outbox');
  await client.query('commit');
  assert.deepEqual(ids(await ears.take()), ['note.create 1', 'note.create 2', 'note.create 3']);
  await client.query("insert into note values (4, 'd')");
  assert.equal((await waiting()).length, 1);
  assert.match(ears.faults.join(), /orm\.outbox/);
});

test('statements that are sent all at once come in their order, and pg warns of nothing more', async () => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', onWarning);
  capturePg(ears.recorder, client, { outbox: true });
  const [first, second] = await Promise.all([
    client.query("insert into note values (1, 'a') returning body"),
    client.query("update note set body = body || 'b' returning body"),
  ]);
  assert.deepEqual([first.rows, second.rows], [[{ body: 'a' }], [{ body: 'ab' }]]);
  assert.deepEqual(ids(await ears.take()), ['note.create 1', 'note.update 1']);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  assert.deepEqual(warnings, []);
});
