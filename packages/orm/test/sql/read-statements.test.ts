import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fingerprint } from '../../src/sql/fingerprint.ts';
import { readStatements } from '../../src/sql/read-statements.ts';
import type { Dialect } from '../../src/sql/tokenize.ts';

type Row = readonly [sql: string, dialect: Dialect, read: string];

// verb, table, whether it returns, and writes inside of it
const rows: readonly Row[] = [
  ['insert into users (a) values ($1)', 'postgres', 'INSERT users'],
  ['INSERT INTO "My ""Table""" DEFAULT VALUES', 'postgres', 'INSERT My "Table"'],
  ['insert into Public.Users values (1)', 'postgres', 'INSERT public.users'],
  ['insert into Users values (1)', 'sqlite', 'INSERT Users'],
  ['insert or ignore into `t` values (?)', 'sqlite', 'INSERT t'],
  ['replace into [t u] values (?1)', 'sqlite', 'INSERT t u'],
  ['update only "t" set a = 1 returning *', 'postgres', 'UPDATE t returning'],
  ["update t set a = 'x returning y'", 'postgres', 'UPDATE t'],
  ['update t set a = (select 1 /* returning */)', 'postgres', 'UPDATE t'],
  ['delete from t using u where a = $tag$ ; $tag$', 'postgres', 'DELETE t'],
  ["delete from t where a = E'it\\'s; '", 'postgres', 'DELETE t'],
  ["delete from t where a = 'it''s; '", 'postgres', 'DELETE t'],
  ['merge into t using u on true when matched then delete', 'postgres', 'MERGE t'],
  ['truncate table t', 'postgres', 'TRUNCATE t'],
  ['copy t (a, b) from stdin', 'postgres', 'COPY t'],
  ['copy t to stdout', 'postgres', 'OTHER'],
  ['with x as (select 1) update t set a = 1', 'postgres', 'UPDATE t'],
  ['with x as (select 1) select * from x', 'postgres', 'OTHER'],
  [
    'with x as (insert into a values (1) returning id), y(update) as (select 1) delete from b',
    'postgres',
    'DELETE b [INSERT a]',
  ],
  ['select * from t for update', 'postgres', 'OTHER'],
  ['-- comment\n/* a /* nested */ b */ begin', 'postgres', 'BEGIN'],
  ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE', 'postgres', 'BEGIN'],
  [
    'begin; savepoint "S 1"; rollback to savepoint s2; release s2; commit',
    'postgres',
    'BEGIN; SAVEPOINT @S 1; ROLLBACK TO @s2; RELEASE @s2; COMMIT',
  ],
  ['rollback', 'sqlite', 'ROLLBACK'],
  ['end', 'sqlite', 'COMMIT'],
  [';; insert into t values (1) ; ;', 'sqlite', 'INSERT t'],
  ['create table t (a int); insert into t values (1)', 'sqlite', 'SCHEMA; INSERT t'],
  [
    'create trigger x after insert on t begin update t set a = case when 1 then 2 end; end; delete from t',
    'sqlite',
    'SCHEMA; DELETE t',
  ],
  ['set search_path to x', 'postgres', 'SETTING'],
  ['do $$ begin delete from t; end $$', 'postgres', 'CALL'],
];

describe('readStatements', () => {
  for (const [sql, dialect, expected] of rows) {
    test(`${dialect}: ${sql}`, () => assert.equal(shown(sql, dialect), expected));
  }

  test('what the rows are called, and what a SET names', () => {
    const read = (sql: string) => {
      const [statement] = readStatements(sql, 'postgres') ?? [];
      return `${statement?.rowName} ${statement?.setNames}`;
    };
    assert.equal(read('update only public."T t" set a = 1, (b, "C") = (1, 2)'), '"T t" a,b,C');
    assert.equal(
      read('update t as "x" set a = (select z from y) where b = 1'),
      '"x" a,select,z,from,y',
    );
    assert.equal(read('with a as (select 1) update t * x set a = 1 from b'), 'x a');
    assert.equal(read('delete from t using u'), 't ');
    assert.equal(read('delete from t u where true'), 'u ');
    assert.equal(read('insert into s.t as x (a) values (1)'), 'x ');
    assert.equal(read('insert into t (set) values (1) on conflict (a) do update set a = 1'), 't ');
  });

  test('a text that ends inside of something is not read', () => {
    for (const sql of ["select 'a", 'update "t', 'delete from t /* x']) {
      assert.equal(readStatements(sql, 'postgres'), null, sql);
    }
  });
});

describe('fingerprint', () => {
  test('has no value and no difference that only values make', () => {
    const sql = "insert into t (a, b) values ($1, 'se''cret'), (2, $$secret$$) -- secret";
    assert.equal(print(sql, 'postgres'), 'insert into t(a,b)values(?)');
    const loose = 'update t set a = "secret" where b in (1, 2, x\'00\')';
    assert.equal(print(loose, 'sqlite'), 'update t set a = ? where b in(?)');
  });
});

function print(sql: string, dialect: Dialect): string {
  const [first] = readStatements(sql, dialect) ?? [];
  return first === undefined ? '' : fingerprint(sql, first, dialect);
}

function shown(sql: string, dialect: Dialect): string {
  const named = (table: { schema: string | null; name: string } | null) =>
    table === null ? '' : ` ${table.schema === null ? '' : `${table.schema}.`}${table.name}`;
  return (readStatements(sql, dialect) ?? [])
    .map(
      ({ verb, table, returningAt, savepoint, inner }) =>
        verb +
        named(table) +
        (returningAt === null ? '' : ' returning') +
        (savepoint === null ? '' : ` @${savepoint}`) +
        (inner.length === 0 ? '' : ` [${inner.map((w) => w.verb + named(w.table)).join(', ')}]`),
    )
    .join('; ');
}
