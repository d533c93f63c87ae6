// An app that writes through a capture in outbox mode until it is killed: from outside at any time, or by
// itself at the seam that it was given.
import { setTimeout as wait } from 'node:timers/promises';
import {
  beginOperation,
  endOperation,
  seamsInFiles,
  seamsInPostgres,
  seamsInSqlite,
} from './seams.ts';

const {
  DATABASE = '',
  SPOOL = '',
  URL: url = '',
  NAME = '0',
  PAUSE = '0',
  MOST = '',
} = process.env;

seamsInFiles();
const { collectorTransport, createRecorder } = await import('@whodid/core');

const recorder = createRecorder({
  service: 'campaign',
  transport: collectorTransport({ url, key: 'campaign' }),
  spoolDirectory: SPOOL,
  ringDirectory: `${SPOOL}-ring`,
});
const options = { outbox: true, excludeModels: ['truth'] };
const run = await (DATABASE.startsWith('postgres:') ? openPostgres() : openSqlite());

let count = 0;
/** Ids are given once and titles are different, so that no two changes look alike. */
const nextId = (): number => Number(NAME) * 100_000 + ++count;
const insert = (id: number): string => `insert into item values (${id}, 'made ${id}')`;
const update = (id: number): string =>
  `update item set title = 'number ${nextId()}' where id = ${id}`;

const operations: readonly (() => readonly string[])[] = [
  () => [insert(nextId())],
  () => [`insert into item values (${nextId()}, 'a'), (${nextId()}, 'b')`],
  () => [insert(nextId()), update(count - 1)],
  () => [insert(nextId()), `delete from item where id = ${count}`],
  () => {
    const [first, second, third] = [nextId(), nextId(), nextId()];
    return [
      ...['begin', insert(first), 'savepoint s', insert(second), update(first), 'rollback to s'],
      ...[insert(third), update(first), 'commit'],
    ];
  },
  () => ['begin', insert(nextId()), update(count), 'rollback'],
];

process.stdout.write('ready\n');
const end = Number(NAME) + Number(MOST || Number.POSITIVE_INFINITY);
for (let turn = Number(NAME); turn < end; turn += 1) {
  const statements = operations[turn % operations.length]?.() ?? [];
  for (const sql of statements) {
    beginOperation();
    await run(sql);
    if (!inside(statements, sql)) endOperation();
  }
  await wait(Number(PAUSE));
}
// It has written enough, and ships what is left until it is killed.
setInterval(() => {}, 60_000);

/** Whether the transaction that a statement is in goes on behind it. */
function inside(statements: readonly string[], sql: string): boolean {
  return statements[0] === 'begin' && sql !== statements.at(-1);
}

async function openPostgres(): Promise<(sql: string) => unknown> {
  const { capturePg } = await import('@whodid/orm/pg');
  const { default: pg } = await import('pg');
  const client = new pg.Client(DATABASE);
  await client.connect();
  capturePg(recorder, client, options);
  seamsInPostgres(client);
  return (sql) => client.query(sql);
}

async function openSqlite(): Promise<(sql: string) => unknown> {
  const { captureSqlite } = await import('@whodid/orm/sqlite');
  const { DatabaseSync } = await import('node:sqlite');
  seamsInSqlite(DatabaseSync.prototype);
  const database = new DatabaseSync(DATABASE, { timeout: 60_000 });
  captureSqlite(recorder, database, options);
  return (sql) => database.exec(sql);
}
