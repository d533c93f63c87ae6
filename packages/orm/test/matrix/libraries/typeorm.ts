import { captureTypeorm } from '@whodid/orm/typeorm';
import { DataSource, type DataSourceOptions, EntitySchema, In } from 'typeorm';
import {
  type Library,
  type OpenLibrary,
  oneWriter,
  options,
  Rollback,
  retried,
  rolledBack,
} from '../library.ts';

interface Author {
  id: number;
  name: string;
  articles?: Article[];
}
interface Tag {
  id: number;
  name?: string;
}
interface Article {
  id: number;
  title: string;
  body: string;
  views: number;
  author_id?: number | null;
  author?: Author;
  tags?: Tag[];
}

const entities = [
  new EntitySchema<Author>({
    name: 'Author',
    tableName: 'author',
    columns: { id: { type: Number, primary: true }, name: { type: String } },
    relations: {
      articles: { type: 'one-to-many', target: 'Article', inverseSide: 'author', cascade: true },
    },
  }),
  new EntitySchema<Tag>({
    name: 'Tag',
    tableName: 'tag',
    columns: { id: { type: Number, primary: true }, name: { type: String } },
  }),
  new EntitySchema<Article>({
    name: 'Article',
    tableName: 'article',
    columns: {
      id: { type: Number, primary: true },
      title: { type: String },
      body: { type: String },
      views: { type: Number },
      author_id: { type: Number, nullable: true },
    },
    relations: {
      author: {
        type: 'many-to-one',
        target: 'Author',
        inverseSide: 'articles',
        joinColumn: { name: 'author_id' },
      },
      tags: {
        type: 'many-to-many',
        target: 'Tag',
        joinTable: {
          name: '_article_tag',
          joinColumn: { name: 'A', referencedColumnName: 'id' },
          inverseJoinColumn: { name: 'B', referencedColumnName: 'id' },
        },
      },
    },
  }),
];

export const typeormOnPostgres: Library = {
  name: 'TypeORM',
  database: 'PostgreSQL',
  open: (recorder, url) => opened(recorder, { type: 'postgres', url, entities }, true),
};

export const typeormOnSqlite: Library = {
  name: 'TypeORM',
  database: 'SQLite',
  open: (recorder, database) =>
    opened(recorder, { type: 'better-sqlite3', database, entities }, false),
};

async function opened(
  recorder: Parameters<typeof captureTypeorm>[0],
  settings: DataSourceOptions,
  serializes: boolean,
): Promise<OpenLibrary> {
  const source = await new DataSource(settings).initialize();
  captureTypeorm(recorder, source, options);
  const articles = source.getRepository<Article>('Article');
  const article = { id: 10, title: 'new', body: 'b', views: 0, author_id: 1 };
  const values = { title: 'changed' };
  return {
    close: () => source.destroy(),
    cells: {
      create: () => articles.save(article),
      update: async () =>
        articles.save({ ...(await articles.findOneByOrFail({ id: 1 })), ...values }),
      updateMany: () => articles.update({ id: In([2, 3]) }, { views: 7 }),
      upsert: () =>
        articles.upsert(
          [
            { ...article, id: 4 },
            { ...article, id: 11 },
          ],
          ['id'],
        ),
      delete: async () => articles.remove(await articles.findOneByOrFail({ id: 5 })),
      deleteMany: () => articles.delete({ id: In([2, 3]) }),
      'nested write': () =>
        source.getRepository<Author>('Author').save({
          id: 2,
          name: 'eve',
          articles: [
            { id: 20, title: 'a', body: 'b', views: 0 },
            { id: 21, title: 'c', body: 'd', views: 0 },
          ],
        }),
      connect: async () => {
        const found = await articles.findOneOrFail({ where: { id: 1 }, relations: { tags: true } });
        await articles.save({ ...found, tags: [...(found.tags ?? []), { id: 2 }, { id: 3 }] });
      },
      disconnect: () => articles.createQueryBuilder().relation('tags').of(1).remove(1),
      'raw SQL': () => source.query('update article set views = views + 1 where id <= 2'),
      transaction: () =>
        source.transaction(async (tx) => {
          await tx.insert('Article', { ...article, id: 30 });
          await tx.update('Article', { id: 30 }, values);
          await tx.delete('Article', { id: 5 });
        }),
      rollback: () =>
        rolledBack(() =>
          source.transaction(async (tx) => {
            await tx.insert('Article', { ...article, id: 31 });
            throw new Rollback();
          }),
        ),
      savepoint: () =>
        source.transaction(async (tx) => {
          await tx.insert('Article', { ...article, id: 32 });
          await rolledBack(() =>
            tx.transaction(async (inner) => {
              await inner.insert('Article', { ...article, id: 33 });
              throw new Rollback();
            }),
          );
          await tx.insert('Article', { ...article, id: 34 });
        }),
      retry: serializes
        ? ({ interfere }) =>
            retried(() =>
              source.transaction('SERIALIZABLE', async (tx) => {
                await tx.insert('Article', { ...article, id: 35 });
                await tx.findBy('Article', { id: 1 });
                await interfere();
                await tx.update('Article', { id: 1 }, { views: 9 });
              }),
            )
        : oneWriter,
    },
  };
}
