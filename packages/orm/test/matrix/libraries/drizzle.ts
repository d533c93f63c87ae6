import { captureDrizzle } from '@whodid/orm/drizzle';
import Database from 'better-sqlite3';
import { eq, inArray, sql } from 'drizzle-orm';
import { drizzle as onSqlite } from 'drizzle-orm/better-sqlite3';
import { drizzle as onPostgres } from 'drizzle-orm/node-postgres';
import { integer as pgInteger, pgTable, text as pgText } from 'drizzle-orm/pg-core';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import pg from 'pg';
import {
  type Library,
  noNested,
  oneWriter,
  options,
  Rollback,
  retried,
  rolledBack,
} from '../library.ts';

const article = { id: 10, title: 'new', body: 'b', views: 0, author_id: 1 };
const later = { ...article, id: 30 };
const links = [
  { A: 1, B: 2 },
  { A: 1, B: 3 },
];

const pgArticle = pgTable('article', {
  id: pgInteger().primaryKey(),
  title: pgText(),
  body: pgText(),
  views: pgInteger(),
  author_id: pgInteger(),
});
const pgLink = pgTable('_article_tag', { A: pgInteger(), B: pgInteger() });

export const drizzleOnPostgres: Library = {
  name: 'Drizzle',
  database: 'PostgreSQL',
  async open(recorder, address) {
    const pool = new pg.Pool({ connectionString: address });
    const db = onPostgres(pool);
    captureDrizzle(recorder, db, options);
    const t = pgArticle;
    return {
      close: () => pool.end(),
      cells: {
        create: () => db.insert(t).values(article).returning(),
        update: () => db.update(t).set({ title: 'changed' }).where(eq(t.id, 1)),
        updateMany: () =>
          db
            .update(t)
            .set({ views: 7 })
            .where(inArray(t.id, [2, 3])),
        upsert: () =>
          db
            .insert(t)
            .values([
              { ...article, id: 4 },
              { ...article, id: 11 },
            ])
            .onConflictDoUpdate({ target: t.id, set: { title: 'up' } }),
        delete: () => db.delete(t).where(eq(t.id, 5)),
        deleteMany: () => db.delete(t).where(inArray(t.id, [2, 3])),
        'nested write': noNested,
        connect: () => db.insert(pgLink).values(links),
        disconnect: () => db.delete(pgLink).where(eq(pgLink.A, 1)),
        'raw SQL': () => db.execute(sql`update article set views = views + ${1} where id <= 2`),
        transaction: () =>
          db.transaction(async (tx) => {
            await tx.insert(t).values(later);
            await tx.update(t).set({ title: 'later' }).where(eq(t.id, 30));
            await tx.delete(t).where(eq(t.id, 5));
          }),
        rollback: () =>
          rolledBack(() =>
            db.transaction(async (tx) => {
              await tx.insert(t).values(later);
              throw new Rollback();
            }),
          ),
        savepoint: () =>
          db.transaction(async (tx) => {
            await tx.insert(t).values(later);
            await rolledBack(() =>
              tx.transaction(async (inner) => {
                await inner.insert(t).values({ ...later, id: 33 });
                throw new Rollback();
              }),
            );
            await tx.insert(t).values({ ...later, id: 34 });
          }),
        retry: ({ interfere }) =>
          retried(() =>
            db.transaction(
              async (tx) => {
                await tx.insert(t).values(later);
                await tx.select().from(t).where(eq(t.id, 1));
                await interfere();
                await tx.update(t).set({ views: 9 }).where(eq(t.id, 1));
              },
              { isolationLevel: 'serializable' },
            ),
          ),
      },
    };
  },
};

const liteArticle = sqliteTable('article', {
  id: integer().primaryKey(),
  title: text(),
  body: text(),
  views: integer(),
  author_id: integer(),
});
const liteLink = sqliteTable('_article_tag', { A: integer(), B: integer() });

export const drizzleOnSqlite: Library = {
  name: 'Drizzle',
  database: 'SQLite',
  async open(recorder, address) {
    const client = new Database(address);
    const db = onSqlite(client);
    captureDrizzle(recorder, db, options);
    const t = liteArticle;
    return {
      close: async () => client.close(),
      cells: {
        create: async () => db.insert(t).values(article).returning().all(),
        update: async () => db.update(t).set({ title: 'changed' }).where(eq(t.id, 1)).run(),
        updateMany: async () =>
          db
            .update(t)
            .set({ views: 7 })
            .where(inArray(t.id, [2, 3]))
            .run(),
        upsert: async () =>
          db
            .insert(t)
            .values([
              { ...article, id: 4 },
              { ...article, id: 11 },
            ])
            .onConflictDoUpdate({ target: t.id, set: { title: 'up' } })
            .run(),
        delete: async () => db.delete(t).where(eq(t.id, 5)).run(),
        deleteMany: async () =>
          db
            .delete(t)
            .where(inArray(t.id, [2, 3]))
            .run(),
        'nested write': noNested,
        connect: async () => db.insert(liteLink).values(links).run(),
        disconnect: async () => db.delete(liteLink).where(eq(liteLink.A, 1)).run(),
        'raw SQL': async () => db.run(sql`update article set views = views + ${1} where id <= 2`),
        transaction: async () =>
          db.transaction((tx) => {
            tx.insert(t).values(later).run();
            tx.update(t).set({ title: 'later' }).where(eq(t.id, 30)).run();
            tx.delete(t).where(eq(t.id, 5)).run();
          }),
        rollback: () =>
          rolledBack(() =>
            db.transaction((tx) => {
              tx.insert(t).values(later).run();
              throw new Rollback();
            }),
          ),
        savepoint: async () =>
          db.transaction((tx) => {
            tx.insert(t).values(later).run();
            try {
              tx.transaction((inner) => {
                inner
                  .insert(t)
                  .values({ ...later, id: 33 })
                  .run();
                throw new Rollback();
              });
            } catch (error) {
              if (!(error instanceof Rollback)) throw error;
            }
            tx.insert(t)
              .values({ ...later, id: 34 })
              .run();
          }),
        retry: oneWriter,
      },
    };
  },
};
