import Database from 'better-sqlite3';
import pg from 'pg';

export type DatabaseName = 'PostgreSQL' | 'SQLite';

/** The tables that every library works on. `_article_tag` is as Prisma names its own. */
const tables = [
  'create table author (id integer primary key, name text, password_hash text)',
  `create table article (id integer primary key, title text, body text, views integer,
    author_id integer references author(id))`,
  'create table tag (id integer primary key, name text)',
  `create table _article_tag ("A" integer not null references article(id) on delete cascade,
    "B" integer not null references tag(id) on delete cascade, primary key ("A", "B"))`,
];

const columns: Readonly<Record<string, readonly string[]>> = {
  author: ['id', 'name', 'password_hash'],
  article: ['id', 'title', 'body', 'views', 'author_id'],
  tag: ['id', 'name'],
  _article_tag: ['A', 'B'],
};

const seed = [
  'delete from _article_tag',
  'delete from article',
  'delete from author',
  'delete from tag',
  "insert into author values (1, 'ada', 'hash-of-ada')",
  `insert into article values (1, 'one', 'b', 0, 1), (2, 'two', 'b', 0, 1), (3, 'three', 'b', 0, 1),
    (4, 'four', 'b', 0, 1), (5, 'five', 'b', 0, null)`,
  "insert into tag values (1, 'red'), (2, 'green'), (3, 'blue')",
  'insert into _article_tag values (1, 1)',
  'delete from truth',
];

// The truth is written by triggers of the database itself, in the transaction of each change.
const postgresTruth = [
  'create table truth (seq serial, name text, before text, after text)',
  `create function tell() returns trigger language plpgsql as $$ begin
    insert into public.truth (name, before, after) values (tg_table_name,
      case when tg_op = 'INSERT' then null else row_to_json(old)::text end,
      case when tg_op = 'DELETE' then null else row_to_json(new)::text end);
    return null; end $$`,
  ...Object.keys(columns).map(
    (name) => `create trigger tell after insert or update or delete on ${name}
      for each row execute function tell()`,
  ),
];

const sqliteTruth = [
  'create table truth (seq integer primary key, name text, before text, after text)',
  ...Object.entries(columns).flatMap(([name, own]) =>
    ['insert', 'update', 'delete'].map((kind) => {
      const side = (row: string) =>
        `json_object(${own.map((column) => `'${column}', ${row}."${column}"`).join(', ')})`;
      return `create trigger tell_${kind}_${name} after ${kind} on ${name} begin
        insert into truth (name, before, after) values ('${name}',
          ${kind === 'insert' ? 'null' : side('old')}, ${kind === 'delete' ? 'null' : side('new')});
        end`;
    }),
  ),
];

export interface TruthRow {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A database beside the capture: what is done here is seen by nobody. */
export interface Scene {
  readonly database: DatabaseName;
  reset(): Promise<void>;
  truth(): Promise<readonly TruthRow[]>;
  /** Changes an article behind the back of a transaction, which can then not be serialized. */
  interfere(): Promise<void>;
  close(): Promise<void>;
}

export async function postgresScene(url: string): Promise<Scene> {
  const client = new pg.Client(url);
  await client.connect();
  for (const sql of ['drop schema public cascade', 'create schema public', ...tables]) {
    await client.query(sql);
  }
  for (const sql of postgresTruth) await client.query(sql);
  return {
    database: 'PostgreSQL',
    reset: async () => {
      for (const sql of seed) await client.query(sql);
    },
    truth: async () =>
      (await client.query('select name, before, after from truth order by seq')).rows,
    interfere: async () => {
      // Without triggers: this change is not one of the library's.
      await client.query('set session_replication_role = replica');
      await client.query("update article set body = 'else' where id = 1");
      await client.query('reset session_replication_role');
    },
    close: () => client.end(),
  };
}

export async function sqliteScene(file: string): Promise<Scene> {
  const database = new Database(file);
  for (const sql of [...tables, ...sqliteTruth]) database.exec(sql);
  return {
    database: 'SQLite',
    reset: async () => {
      for (const sql of seed) database.exec(sql);
    },
    truth: async () =>
      database.prepare('select name, before, after from truth order by seq').all() as TruthRow[],
    interfere: async () => {
      throw new Error('SQLite has one writer');
    },
    close: async () => void database.close(),
  };
}
