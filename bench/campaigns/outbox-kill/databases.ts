// The two databases of the campaign, each with triggers that write the truth.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { postgresServer } from '../../../packages/orm/test/fixtures/postgres-server.ts';
import type { TruthRow } from '../../../packages/orm/test/matrix/scene.ts';

export interface CampaignDatabase {
  readonly name: string;
  /** What an app opens. */
  readonly address: string;
  truth(): Promise<readonly TruthRow[]>;
  /** Rows in the outbox. */
  waiting(): Promise<number>;
  close(): Promise<void>;
}

const table = 'create table item (id integer primary key, title text)';
const readTruth = 'select name, before, after from truth';
const countWaiting = 'select count(*) as n from whodid_outbox';

export async function openPostgres(): Promise<CampaignDatabase> {
  const server = await postgresServer();
  const client = new pg.Client(server.url);
  await client.connect();
  for (const sql of [
    table,
    'create table truth (seq serial, name text, before text, after text)',
    `create function tell() returns trigger language plpgsql as $$ begin
      insert into truth (name, before, after) values (tg_table_name,
        case when tg_op = 'INSERT' then null else row_to_json(old)::text end,
        case when tg_op = 'DELETE' then null else row_to_json(new)::text end);
      return null; end $$`,
    `create trigger tell after insert or update or delete on item
      for each row execute function tell()`,
  ])
    await client.query(sql);
  return {
    name: 'PostgreSQL',
    address: server.url,
    truth: async () => (await client.query<TruthRow>(readTruth)).rows,
    waiting: async () => Number((await client.query(countWaiting)).rows[0].n),
    close: async () => {
      await client.end();
      await server.stop();
    },
  };
}

export async function openSqlite(directory: string): Promise<CampaignDatabase> {
  const address = join(directory, 'app.db');
  const database = new DatabaseSync(address, { timeout: 5000 });
  database.exec('pragma journal_mode = wal');
  database.exec(table);
  database.exec('create table truth (seq integer primary key, name text, before text, after text)');
  for (const kind of ['insert', 'update', 'delete']) {
    const side = (row: string): string => `json_object('id', ${row}.id, 'title', ${row}.title)`;
    database.exec(`create trigger tell_${kind} after ${kind} on item begin
      insert into truth (name, before, after) values ('item',
        ${kind === 'insert' ? 'null' : side('old')}, ${kind === 'delete' ? 'null' : side('new')});
      end`);
  }
  const all = (sql: string): unknown => database.prepare(sql).all();
  return {
    name: 'SQLite',
    address,
    truth: async () => all(readTruth) as readonly TruthRow[],
    waiting: async () => (all(countWaiting) as readonly { n: number }[])[0]?.n ?? 0,
    close: async () => database.close(),
  };
}
