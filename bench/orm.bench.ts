// Question: what does the capture of changes cost a single write?
// One row by its key, with `pg`, with Kysely on it, and with `node:sqlite`; bare and captured, in
// turns, on one server. Durable: the database answers when the disk has it, as it does by default.
// Budget (issue): at most 10 % of a single write without its values from before.
//
// Run: node --conditions=whodid-source bench/orm.bench.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRecorder } from '@whodid/core';
import { type ChangeOptions, capturePg } from '@whodid/orm/pg';
import { captureSqlite } from '@whodid/orm/sqlite';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { postgresServer } from '../packages/orm/test/fixtures/postgres-server.ts';

const rounds = 15;
const warmUps = 3;
const writesInRound = 150;

const variants: readonly (readonly [name: string, options: ChangeOptions | null])[] = [
  ['bare', null],
  ['captured', {}],
  ['in the outbox', { outbox: true }],
];

const columns = '(id integer primary key, title text, body text, views integer)';
const row = { title: 'a title', body: 'x'.repeat(200), views: 0 } as const;
type Row = { id: number; title: string; body: string; views: number };

interface Writer {
  insert(id: number): unknown;
  update(id: number): unknown;
  close(): unknown;
}

const directory = mkdtempSync(join(tmpdir(), 'whodid-bench-orm-'));
const recorder = createRecorder({ service: 'bench', spoolDirectory: join(directory, 'spool') });
try {
  for (const durable of [true, false]) {
    const server = await postgresServer('newest', { durable });
    for (const [library, open] of [
      ['pg', withPg],
      ['Kysely', withKysely],
    ] as const) {
      await report(`${library}, ${durable ? 'durable' : 'fsync=off'}`, (options, table) =>
        open(server.url, options, table),
      );
    }
    await server.stop();
    await report(`node:sqlite, synchronous=${durable ? 'full' : 'off'}`, (options, table) =>
      withSqlite(join(directory, `${table}-${durable}.db`), durable, options),
    );
  }
} finally {
  await recorder.close();
  rmSync(directory, { recursive: true });
}

async function report(
  title: string,
  open: (options: ChangeOptions | null, table: string) => Promise<Writer>,
): Promise<void> {
  const writers: Writer[] = [];
  for (const [at, [, options]] of variants.entries()) writers.push(await open(options, `t${at}`));
  for (const kind of ['insert', 'update'] as const) {
    const times = await measure(writers, kind);
    const [bare = 0] = times.map(median);
    const cells = variants.map(([name], at) => {
      const own = median(times[at] ?? []);
      const percent = at === 0 ? '' : ` (+${((own / bare - 1) * 100).toFixed(0)} %)`;
      return `${name} ${own.toFixed(0)} µs${percent}`;
    });
    console.log(`${title.padEnd(32)} ${kind.padEnd(8)} ${cells.join('   ')}`);
  }
  for (const writer of writers) await writer.close();
}

/** Microseconds for a write, of each round: the variants take turns. */
async function measure(
  writers: readonly Writer[],
  kind: 'insert' | 'update',
): Promise<readonly (readonly number[])[]> {
  const times = writers.map((): number[] => []);
  for (let round = 0; round < rounds + warmUps; round += 1) {
    for (const [at, writer] of writers.entries()) {
      const begun = process.hrtime.bigint();
      for (let n = 0; n < writesInRound; n += 1) await writer[kind](round * writesInRound + n);
      const took = Number(process.hrtime.bigint() - begun) / 1000 / writesInRound;
      if (round >= warmUps) times[at]?.push(took);
    }
  }
  return times;
}

async function withPg(url: string, options: ChangeOptions | null, table: string): Promise<Writer> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`drop table if exists ${table}`);
  await client.query(`create table ${table} ${columns}`);
  if (options !== null) capturePg(recorder, client, options);
  return {
    insert: (id) =>
      client.query(`insert into ${table} values ($1, $2, $3, $4)`, [id, row.title, row.body, 0]),
    update: (id) => client.query(`update ${table} set views = views + 1 where id = $1`, [id]),
    close: () => client.end(),
  };
}

async function withKysely(
  url: string,
  options: ChangeOptions | null,
  table: string,
): Promise<Writer> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // The end of a pool does not wait until its connections are closed, and the server stops then.
  pool.on('error', () => {});
  await pool.query(`drop table if exists ${table}`);
  await pool.query(`create table ${table} ${columns}`);
  if (options !== null) capturePg(recorder, pool, options);
  const db = new Kysely<Record<string, Row>>({ dialect: new PostgresDialect({ pool }) });
  return {
    insert: (id) =>
      db
        .insertInto(table)
        .values({ ...row, id })
        .execute(),
    update: (id) => db.updateTable(table).set({ views: id }).where('id', '=', id).execute(),
    close: () => db.destroy(),
  };
}

async function withSqlite(
  file: string,
  durable: boolean,
  options: ChangeOptions | null,
): Promise<Writer> {
  const database = new DatabaseSync(file);
  database.exec(`pragma journal_mode = wal; pragma synchronous = ${durable ? 'full' : 'off'}`);
  database.exec(`create table article ${columns}`);
  if (options !== null) captureSqlite(recorder, database, options);
  const insert = database.prepare('insert into article values (?, ?, ?, ?)');
  const update = database.prepare('update article set views = views + 1 where id = ?');
  return {
    insert: (id) => insert.run(id, row.title, row.body, 0),
    update: (id) => update.run(id),
    close: () => database.close(),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
