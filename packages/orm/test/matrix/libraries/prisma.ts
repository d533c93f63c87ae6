import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Recorder } from '@whodid/core';
import { capturePrisma } from '@whodid/orm/prisma';
import { libsqlClass } from '../../fixtures/libsql-class.ts';
import { generatePrismaClient, type PrismaSession } from '../../fixtures/prisma-client.ts';
import {
  type Library,
  type OpenLibrary,
  oneWriter,
  options,
  Rollback,
  retried,
  rolledBack,
} from '../library.ts';

export const prismaOnPostgres: Library = {
  name: 'Prisma',
  database: 'PostgreSQL',
  async open(recorder, connectionString) {
    const adapter = new PrismaPg({ connectionString });
    return opened(adapter, capturePrisma(recorder, adapter, options), 'postgresql');
  },
};

export const prismaOnSqlite: Library = {
  name: 'Prisma',
  database: 'SQLite',
  async open(recorder: Recorder, file) {
    const stop = capturePrisma(recorder, libsqlClass(), options);
    return opened(new PrismaLibSql({ url: `file:${file}` }), stop, 'sqlite');
  },
};

function opened(
  adapter: unknown,
  stop: () => void,
  provider: 'postgresql' | 'sqlite',
): OpenLibrary {
  const { PrismaClient, remove } = generatePrismaClient(provider);
  const db = new PrismaClient({ adapter });
  const article = { id: 10, title: 'new', body: 'b', views: 0, author_id: 1 };
  const add = (on: PrismaSession, id: number) => on.article.create({ data: { ...article, id } });
  const first = { where: { id: 1 } };
  const upsert = (id: number) =>
    db.article.upsert({
      where: { id },
      create: { ...article, id },
      update: { title: 'up' },
    });
  return {
    close: async () => {
      await db.$disconnect();
      stop();
      remove();
    },
    cells: {
      create: () => db.article.create({ data: article }),
      update: () => db.article.update({ ...first, data: { title: 'changed' } }),
      updateMany: () =>
        db.article.updateMany({ where: { id: { in: [2, 3] } }, data: { views: 7 } }),
      upsert: async () => {
        await upsert(4);
        await upsert(11);
      },
      delete: () => db.article.delete({ where: { id: 5 } }),
      deleteMany: () => db.article.deleteMany({ where: { id: { in: [2, 3] } } }),
      'nested write': () =>
        db.author.create({
          data: {
            id: 2,
            name: 'eve',
            articles: {
              create: [
                { id: 20, title: 'a', body: 'b', views: 0 },
                { id: 21, title: 'c', body: 'd', views: 0 },
              ],
            },
          },
        }),
      connect: () =>
        db.article.update({ ...first, data: { tags: { connect: [{ id: 2 }, { id: 3 }] } } }),
      disconnect: () => db.article.update({ ...first, data: { tags: { set: [] } } }),
      'raw SQL': () => db.$executeRawUnsafe('update article set views = views + 1 where id <= 2'),
      transaction: () =>
        db.$transaction(async (tx) => {
          await add(tx, 30);
          await tx.article.update({ where: { id: 30 }, data: { title: 'later' } });
          await tx.article.delete({ where: { id: 5 } });
        }),
      rollback: () =>
        rolledBack(() =>
          db.$transaction(async (tx) => {
            await add(tx, 31);
            throw new Rollback();
          }),
        ),
      savepoint: () =>
        db.$transaction(async (tx) => {
          await add(tx, 32);
          await tx.$executeRawUnsafe('savepoint inner_one');
          await add(tx, 33);
          await tx.$executeRawUnsafe('rollback to savepoint inner_one');
          await add(tx, 34);
        }),
      retry:
        provider === 'postgresql'
          ? ({ interfere }) =>
              retried(() =>
                db.$transaction(
                  async (tx) => {
                    await add(tx, 35);
                    await tx.article.findUnique(first);
                    await interfere();
                    await tx.article.update({ ...first, data: { views: 9 } });
                  },
                  { isolationLevel: 'Serializable' },
                ),
              )
          : oneWriter,
    },
  };
}
