// Statements in any order, many of which fail, with savepoints of the same names: whatever comes of it,
// the entries are what the triggers of the database have seen to be committed.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { capturePg } from '@whodid/orm/pg';
import { captureSqlite } from '@whodid/orm/sqlite';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import pg from 'pg';
import { type Heard, heard } from '../fixtures/heard.ts';
import { postgresServer } from '../fixtures/postgres-server.ts';
import { claims, facts } from './judge.ts';
import { options } from './library.ts';
import { postgresScene, type Scene, sqliteScene } from './scene.ts';

let directory: string;
let ears: Heard;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-random-'));
  ears = heard();
});
after(async () => {
  await ears.close();
  rmSync(directory, { recursive: true, force: true });
});

const id = fc.integer({ min: 1, max: 12 });
const name = fc.constantFrom('s', 't', '"S"');
const statement = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('begin', 'commit', 'rollback') },
  { weight: 2, arbitrary: name.map((point) => `savepoint ${point}`) },
  { weight: 2, arbitrary: name.map((point) => `rollback to savepoint ${point}`) },
  { weight: 1, arbitrary: name.map((point) => `release savepoint ${point}`) },
  { weight: 3, arbitrary: id.map((n) => `insert into article (id, title) values (${n}, 'made')`) },
  { weight: 3, arbitrary: id.map((n) => `update article set views = views + 1 where id > ${n}`) },
  { weight: 2, arbitrary: id.map((n) => `delete from article where id = ${n} and id > 1`) },
  { weight: 2, arbitrary: id.map((n) => `insert into _article_tag values (1, ${n})`) },
  { weight: 1, arbitrary: fc.constant('delete from _article_tag where "A" = 1') },
  {
    weight: 2,
    arbitrary: fc.tuple(id, id).map(
      ([one, two]) => `insert into article (id) values (${one}), (${two}) on conflict (id)
        do update set title = 'up ${one}' returning id`,
    ),
  },
  { weight: 1, arbitrary: fc.constant('select * from nowhere') },
);
/** One statement at a time, or several in one text. */
const script = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: statement },
    {
      weight: 1,
      arbitrary: fc.array(statement, { minLength: 2, maxLength: 4 }).map((all) => all.join('; ')),
    },
  ),
  { minLength: 5, maxLength: 30 },
);

async function check(scene: Scene, run: (sql: string) => unknown): Promise<void> {
  let seen = 0;
  const property = fc.asyncProperty(script, async (texts) => {
    await scene.reset();
    await ears.take();
    for (const sql of texts) {
      try {
        await run(sql);
      } catch {
        // Refused by the database, as many are.
      }
    }
    try {
      await run('rollback');
    } catch {
      // None was open.
    }
    const expected = facts(await scene.truth());
    seen += expected.length;
    assert.deepEqual(claims(await ears.take()), expected);
    assert.deepEqual(ears.faults, []);
  });
  await fc.assert(property, { numRuns: 150, seed: 20_261_126 });
  assert.ok(seen > 500, `only ${seen} changes were committed`);
}

for (const release of ['newest', 'oldest'] as const) {
  test(`on the ${release} PostgreSQL`, async (t) => {
    const server = await postgresServer(release);
    t.after(() => server.stop());
    const scene = await postgresScene(server.url);
    const client = new pg.Client(server.url);
    await client.connect();
    capturePg(ears.recorder, client, options);
    await check(scene, (sql) => client.query(sql));
    await client.end();
    await scene.close();
  });
}

test('on SQLite', async () => {
  const file = join(directory, 'random.db');
  const scene = await sqliteScene(file);
  const database = new Database(file);
  database.exec('pragma synchronous = off; pragma foreign_keys = on');
  captureSqlite(ears.recorder, database, options);
  await check(scene, (sql) => database.exec(sql));
  database.close();
  await scene.close();
});
