import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { isWhodidError } from '@whodid/core';
import { type ChangeOptions, captureSqlite } from '@whodid/orm/sqlite';
import Database from 'better-sqlite3';
import { type Heard, heard } from '../fixtures/heard.ts';
import { outbox } from '../fixtures/mode.ts';

type Db = InstanceType<typeof Database>;

const schema = `
  create table note (id integer primary key, body text, bytes blob, password text);
  create table owner (id integer primary key);
  create table comment (id integer primary key, owner_id integer references owner(id) on delete cascade);
  create table sessions (id integer)`;

let directory: string;
let ears: Heard;
let file: string;
let db: Db;
let count = 0;

before(() => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-sqlite-'));
  ears = heard();
});
beforeEach(async () => {
  count += 1;
  file = join(directory, `${count}.db`);
  db = new Database(file);
  db.exec(`${schema}; pragma foreign_keys = on`);
  await ears.take();
});
afterEach(() => void db.close());
after(async () => {
  await ears.close();
  rmSync(directory, { recursive: true, force: true });
});

function capture(options?: ChangeOptions): () => void {
  return captureSqlite(ears.recorder, db, { outbox, ...options });
}

async function told(): Promise<readonly string[]> {
  const entries = await ears.take();
  assert.deepEqual(ears.faults, []);
  return entries.map(({ action, change, targets }) => {
    const ids = targets.map(({ id }) => ` ${id}`).join('');
    return action + ids + (change?.totalCount === undefined ? '' : ` x${change.totalCount}`);
  });
}

describe('what the caller gets is what the driver gives', () => {
  const cases: Readonly<Record<string, (db: Db) => unknown>> = {
    run: (d) => plain(d.prepare('insert into note (body) values (?)').run('a')),
    'all with RETURNING': (d) =>
      d.prepare('insert into note (body) values (?), (?) returning *').all('a', 'b'),
    'get with RETURNING': (d) =>
      plain(d.prepare('insert into note (body) values (?) returning id').get('a')),
    'raw rows': (d) =>
      d.prepare('insert into note (body) values (?) returning id, body').raw().all('a'),
    iterate: (d) => [
      ...d.prepare('insert into note (body) values (?), (?) returning id').iterate('a', 'b'),
    ],
    'one statement many times': (d) => {
      const insert = d.prepare('insert into note (body) values (?)');
      return [1, 2, 3].map((body) => plain(insert.run(body)));
    },
    'a statement from before a change of the schema': (d) => {
      const insert = d.prepare('insert into note (body) values (?)');
      const first = plain(insert.run('a'));
      d.exec('alter table note add column more text; alter table note drop column bytes');
      return [first, plain(insert.run('b')), d.prepare('select * from note').all()];
    },
    'exec of several': (d) => [
      d.exec("insert into note (id) values (1); -- one\n update note set body = 'x;'; "),
      d.prepare('select * from note').all(),
    ],
    'exec that fails in the middle': (d) => [
      failure(() =>
        d.exec(
          'insert into note (id) values (1); insert into nowhere values (1); delete from note',
        ),
      ),
      d.prepare('select * from note').all(),
    ],
    'exec with a trigger': (d) => [
      d.exec(`create trigger t after insert on owner begin
        insert into note (id) values (case when new.id > 1 then 2 else 1 end); delete from note where id = 7; end;
        insert into owner values (5)`),
      d.prepare('select id from note').all(),
    ],
    'a transaction': (d) => [
      d.transaction((body: string) =>
        plain(d.prepare('insert into note (body) values (?)').run(body)),
      )('a'),
      d.inTransaction,
    ],
    'last row and changes': (d) => {
      d.exec('insert into note (id) values (41)');
      return d.prepare('select last_insert_rowid() as row, changes() as changes').raw().all();
    },
    errors: (d) => [
      failure(() => d.prepare('insert into nowhere values (1)')),
      failure(() => d.prepare('insert into note (id) values (1), (1)').run()),
      failure(() => d.exec("insert into note (body) values ('a")),
    ],
    'the schema': (d) => {
      d.exec('insert into note (id) values (1)');
      return d.prepare("select name, sql from sqlite_schema where name <> 'whodid_outbox'").all();
    },
  };
  for (const [name, run] of Object.entries(cases)) {
    test(name, () => {
      const other = new Database(':memory:');
      other.exec(`${schema}; pragma foreign_keys = on`);
      const expected = run(other);
      other.close();
      capture();
      assert.deepEqual(run(db), expected);
      assert.deepEqual(ears.faults, []);
    });
  }
});

describe('entries', () => {
  test('old and new, without what is secret', async () => {
    capture();
    db.prepare('insert into note values (1, ?, ?, ?)').run('a', Buffer.from([0, 255]), 'pw');
    db.exec("update note set body = 'b', password = 'pw2'");
    const [create, update, ...more] = await ears.take();
    assert.deepEqual(more, []);
    assert.deepEqual(create?.change?.fields, [
      { name: 'id', new: 1 },
      { name: 'body', new: 'a' },
      { name: 'bytes', new: '\\x00ff' },
    ]);
    assert.deepEqual(update?.change?.fields, [{ name: 'body', old: 'a', new: 'b' }]);
  });

  test('what the database does of itself', async () => {
    db.exec('insert into owner values (1); insert into comment values (7, 1), (8, 1)');
    capture();
    db.exec('delete from owner');
    assert.deepEqual((await told()).toSorted(), [
      'comment.delete 7',
      'comment.delete 8',
      'owner.delete 1',
    ]);
  });

  test('savepoints, rollbacks, and a schema that is rolled back', async () => {
    capture();
    db.exec(`begin; insert into note (id) values (1); savepoint s; insert into note (id) values (2);
      rollback to s; insert into note (id) values (3); release s; commit`);
    assert.deepEqual(await told(), ['note.create 1', 'note.create 3']);
    db.exec(
      'begin; create table more (id integer primary key); insert into more values (1); rollback',
    );
    assert.deepEqual(await told(), []);
    db.exec('create table more (id integer primary key); insert into more values (2)');
    db.exec('begin; insert into note (id) values (4); rollback; insert into note (id) values (5)');
    assert.deepEqual(await told(), ['more.create 2', 'note.create 5']);
  });

  test('who made a change, after another was rolled back to a savepoint', async () => {
    capture();
    const as = (id: string, sql: string): unknown =>
      ears.recorder.as({ type: 'user', id }, () => db.exec(sql));
    db.exec('begin; savepoint s');
    as('ada', 'insert into note (id) values (1), (2), (3)');
    db.exec('rollback to s');
    as('eve', 'insert into note (id) values (4)');
    db.exec('commit');
    const [entry, ...more] = await ears.take();
    assert.deepEqual([entry?.actor.id, entry?.targets[0]?.id, more.length], ['eve', '4', 0]);
  });

  test('a statement that fails for one of its rows', async () => {
    capture();
    db.exec('begin; insert into note (id) values (1)');
    failure(() => db.exec('insert into note (id) values (2), (1)'));
    failure(() => db.exec('insert or fail into note (id) values (3), (1)'));
    db.exec('commit');
    assert.deepEqual(await told(), ['note.create 1', 'note.create 3']);
  });

  test('another connection changes the schema', async () => {
    capture();
    db.exec('insert into note (id) values (1)');
    const update = db.prepare('update note set body = ?');
    const other = new Database(file);
    other.exec('alter table note drop column bytes; create table more (id integer primary key)');
    other.close();
    update.run('x');
    db.exec('insert into more values (1)');
    assert.deepEqual(await told(), ['note.create 1', 'note.update 1', 'more.create 1']);
  });

  test('a virtual table has an entry of its statement', async () => {
    db.exec('create virtual table search using fts5(body)');
    capture();
    db.prepare('insert into search values (?)').run('secret');
    db.exec("begin; insert into search values ('x'); rollback");
    const entries = await ears.take();
    assert.deepEqual(
      entries.map(({ action, change, data }) => [action, change?.model, change?.totalCount, data]),
      [['sql.insert', 'search', 1, { statement: 'insert into search values(?)', table: 'search' }]],
    );
  });

  test('a table with many columns, and large numbers', async () => {
    const columns = Array.from({ length: 250 }, (_, at) => `c${at} integer`);
    db.exec(`create table wide (id integer primary key, ${columns.join(', ')})`);
    capture();
    db.exec('insert into wide (id, c0, c249) values (1, 9007199254740993, -9223372036854775808)');
    const [entry] = await ears.take();
    assert.deepEqual(ears.faults, []);
    const values = Object.fromEntries((entry?.change?.fields ?? []).map((f) => [f.name, f.new]));
    assert.equal(values.c0, '9007199254740993');
    assert.equal(values.c249, '-9223372036854775808');
  });

  test('a commit that nobody told us of', async () => {
    const original = db.exec.bind(db);
    capture();
    original('begin');
    db.exec('insert into note (id) values (1)');
    original('commit');
    await setImmediate();
    assert.deepEqual(await told(), ['note.create 1']);
  });

  test('a database that is closed with an open transaction', async () => {
    capture();
    db.exec('begin; insert into note (id) values (1)');
    db.close();
    await setImmediate();
    assert.deepEqual(await told(), []);
    db = new Database(file);
  });

  test('rows that are asked for one by one', async () => {
    capture();
    const insert = db.prepare('insert into note (id) values (1), (2) returning id');
    for (const row of insert.iterate() as Iterable<unknown>) assert.ok(row);
    const [first] = db
      .prepare('update note set body = 1 returning id')
      .iterate() as Iterable<unknown>;
    assert.ok(first);
    const said = await told();
    assert.deepEqual(said, ['note.create 1', 'note.create 2', 'note.update 1', 'note.update 2']);
  });

  test('a statement from before the stop, and a transaction that is open', async () => {
    const stop = capture();
    const insert = db.prepare('insert into note (body) values (1)');
    db.exec('begin');
    insert.run();
    const commit = db.prepare('commit');
    stop();
    commit.run();
    insert.run();
    assert.deepEqual(await told(), ['note.create 1']);
  });

  test('options', async () => {
    capture({ mostRows: 2, rolledBack: true, excludeModels: ['owner'], models: { note: 'Note' } });
    db.exec('insert into note (id) values (1), (2), (3); insert into owner values (1)');
    db.exec('insert into sessions values (1); begin; delete from note; rollback');
    assert.deepEqual(await told(), ['Note.create x3', 'transaction.rollback']);
  });

  test('every database of a class, and none after the stop', async () => {
    class Own extends Database {}
    const stop = captureSqlite(ears.recorder, Own as never);
    const own = new Own(file);
    own.exec('insert into note (id) values (1)');
    db.exec('insert into note (id) values (2)');
    stop();
    own.exec('insert into note (id) values (3)');
    own.close();
    assert.deepEqual(await told(), ['note.create 1']);
  });
});

test('a recorder that is broken breaks no write', () => {
  const fail = (): never => {
    throw new Error('broken');
  };
  const broken = {
    ...ears.recorder,
    record: fail,
    capture: fail,
    newId: fail,
    now: fail,
    fault() {},
  };
  captureSqlite(broken as never, db);
  db.exec('insert into note (id) values (1)');
  assert.equal(db.prepare('select * from note').all().length, 1);
});

test('what is no database is an error', () => {
  assert.throws(
    () => captureSqlite(ears.recorder, {} as never),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
});

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return assert.fail('no error');
}

/** Without what differs from run to run. */
function plain(result: unknown): unknown {
  const { duration, _metadata, ...rest } = result as Record<string, unknown>;
  return rest;
}
