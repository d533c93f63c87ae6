import { captureKnex } from '@whodid/orm/knex';
import knex, { type Knex } from 'knex';
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

export const knexOnPostgres: Library = {
  name: 'Knex',
  database: 'PostgreSQL',
  async open(recorder, address) {
    const db = knex({ client: 'pg', connection: address });
    captureKnex(recorder, db, options);
    return opened(db, true);
  },
};

export const knexOnSqlite: Library = {
  name: 'Knex',
  database: 'SQLite',
  async open(recorder, address) {
    const connection = { filename: address };
    const db = knex({ client: 'better-sqlite3', connection, useNullAsDefault: true });
    captureKnex(recorder, db, options);
    return opened(db, false);
  },
};

function opened(db: Knex, serializes: boolean): OpenLibrary {
  const article = { id: 10, title: 'new', body: 'b', views: 0, author_id: 1 };
  const add = (on: Knex, id: number) => on('article').insert({ ...article, id });
  return {
    close: () => db.destroy(),
    cells: {
      create: () => db('article').insert(article).returning('id'),
      update: () => db('article').where({ id: 1 }).update({ title: 'changed' }),
      updateMany: () => db('article').whereIn('id', [2, 3]).update({ views: 7 }),
      upsert: () =>
        db('article')
          .insert([
            { ...article, id: 4 },
            { ...article, id: 11 },
          ])
          .onConflict('id')
          .merge({ title: 'up' }),
      delete: () => db('article').where({ id: 5 }).delete(),
      deleteMany: () => db('article').whereIn('id', [2, 3]).delete(),
      'nested write': noNested,
      connect: () =>
        db('_article_tag').insert([
          { A: 1, B: 2 },
          { A: 1, B: 3 },
        ]),
      disconnect: () => db('_article_tag').where({ A: 1 }).delete(),
      'raw SQL': () => db.raw('update article set views = views + ? where id <= 2', [1]),
      transaction: () =>
        db.transaction(async (tx) => {
          await add(tx, 30);
          await tx('article').where({ id: 30 }).update({ title: 'later' });
          await tx('article').where({ id: 5 }).delete();
        }),
      rollback: () =>
        rolledBack(() =>
          db.transaction(async (tx) => {
            await add(tx, 31);
            throw new Rollback();
          }),
        ),
      savepoint: () =>
        db.transaction(async (tx) => {
          await add(tx, 32);
          await rolledBack(() =>
            tx.transaction(async (inner) => {
              await add(inner, 33);
              throw new Rollback();
            }),
          );
          await add(tx, 34);
        }),
      retry: serializes
        ? ({ interfere }) =>
            retried(() =>
              db.transaction(
                async (tx) => {
                  await add(tx, 35);
                  await tx('article').where({ id: 1 });
                  await interfere();
                  await tx('article').where({ id: 1 }).update({ views: 9 });
                },
                { isolationLevel: 'serializable' },
              ),
            )
        : oneWriter,
    },
  };
}
