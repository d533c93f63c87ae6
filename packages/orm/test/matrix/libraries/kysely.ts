import { captureKysely } from '@whodid/orm/kysely';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import pg from 'pg';
import {
  type Library,
  noNested,
  type OpenLibrary,
  oneWriter,
  options,
  Rollback,
  retried,
  rolledBack,
} from '../library.ts';

interface Tables {
  article: { id: number; title: string; body: string; views: number; author_id: number | null };
  _article_tag: { A: number; B: number };
}

export const kyselyOnPostgres: Library = {
  name: 'Kysely',
  database: 'PostgreSQL',
  async open(recorder, address) {
    const pool = new pg.Pool({ connectionString: address });
    captureKysely(recorder, pool, options);
    return opened(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), true);
  },
};

export const kyselyOnSqlite: Library = {
  name: 'Kysely',
  database: 'SQLite',
  async open(recorder, address) {
    const database = new Database(address);
    captureKysely(recorder, database, options);
    return opened(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), false);
  },
};

function opened(db: Kysely<Tables>, serializes: boolean): OpenLibrary {
  const article = { id: 10, title: 'new', body: 'b', views: 0, author_id: 1 };
  const add = (on: Kysely<Tables>, id: number) =>
    on
      .insertInto('article')
      .values({ ...article, id })
      .execute();
  return {
    close: () => db.destroy(),
    cells: {
      create: () => db.insertInto('article').values(article).returning('id').execute(),
      update: () =>
        db.updateTable('article').set({ title: 'changed' }).where('id', '=', 1).execute(),
      updateMany: () =>
        db.updateTable('article').set({ views: 7 }).where('id', 'in', [2, 3]).execute(),
      upsert: () =>
        db
          .insertInto('article')
          .values([
            { ...article, id: 4 },
            { ...article, id: 11 },
          ])
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ title: 'up' }))
          .execute(),
      delete: () => db.deleteFrom('article').where('id', '=', 5).execute(),
      deleteMany: () => db.deleteFrom('article').where('id', 'in', [2, 3]).execute(),
      'nested write': noNested,
      connect: () =>
        db
          .insertInto('_article_tag')
          .values([
            { A: 1, B: 2 },
            { A: 1, B: 3 },
          ])
          .execute(),
      disconnect: () => db.deleteFrom('_article_tag').where('A', '=', 1).execute(),
      'raw SQL': () => sql`update article set views = views + ${1} where id <= 2`.execute(db),
      transaction: () =>
        db.transaction().execute(async (tx) => {
          await add(tx, 30);
          await tx.updateTable('article').set({ title: 'later' }).where('id', '=', 30).execute();
          await tx.deleteFrom('article').where('id', '=', 5).execute();
        }),
      rollback: () =>
        rolledBack(() =>
          db.transaction().execute(async (tx) => {
            await add(tx, 31);
            throw new Rollback();
          }),
        ),
      savepoint: async () => {
        const tx = await db.startTransaction().execute();
        await add(tx, 32);
        const inner = await tx.savepoint('inner').execute();
        await add(inner, 33);
        await inner.rollbackToSavepoint('inner').execute();
        await add(tx, 34);
        await tx.commit().execute();
      },
      retry: serializes
        ? ({ interfere }) =>
            retried(() =>
              db
                .transaction()
                .setIsolationLevel('serializable')
                .execute(async (tx) => {
                  await add(tx, 35);
                  await tx.selectFrom('article').selectAll().where('id', '=', 1).execute();
                  await interfere();
                  await tx.updateTable('article').set({ views: 9 }).where('id', '=', 1).execute();
                }),
            )
        : oneWriter,
    },
  };
}
