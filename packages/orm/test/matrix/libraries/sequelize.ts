import { captureSequelize } from '@whodid/orm/sequelize';
import { DataTypes, Model, Sequelize, Transaction } from 'sequelize';
import { type Library, options, Rollback, retried, rolledBack } from '../library.ts';

// Classes of each connection's own: Sequelize ties a class to the connection that defined it.
function define(sequelize: Sequelize) {
  class Author extends Model {}
  class Tag extends Model {}
  class Article extends Model {
    declare addTags: (ids: readonly number[]) => Promise<void>;
    declare setTags: (ids: readonly number[]) => Promise<void>;
  }
  const common = { sequelize, timestamps: false } as const;
  const id = { type: DataTypes.INTEGER, primaryKey: true };
  const name = DataTypes.TEXT;
  Author.init({ id, name }, { ...common, tableName: 'author' });
  Tag.init({ id, name }, { ...common, tableName: 'tag' });
  Article.init(
    {
      id,
      title: DataTypes.TEXT,
      body: DataTypes.TEXT,
      views: DataTypes.INTEGER,
      author_id: DataTypes.INTEGER,
    },
    { ...common, tableName: 'article' },
  );
  Author.hasMany(Article, { foreignKey: 'author_id', as: 'articles' });
  const through = { through: '_article_tag', timestamps: false };
  Article.belongsToMany(Tag, { ...through, foreignKey: 'A', otherKey: 'B', as: 'tags' });
  return { Author, Article };
}

export const sequelizeOnPostgres: Library = {
  name: 'Sequelize',
  database: 'PostgreSQL',
  async open(recorder, address) {
    const sequelize = new Sequelize(address, { logging: false });
    const { Author, Article } = define(sequelize);
    captureSequelize(recorder, sequelize, options);
    const article = { id: 10, title: 'new', body: 'b', views: 0, author_id: 1 };
    const first = () => Article.findByPk(1, { rejectOnEmpty: true });
    const add = (id: number, transaction: Transaction) =>
      Article.create({ ...article, id }, { transaction });
    return {
      close: () => sequelize.close(),
      cells: {
        create: () => Article.create(article),
        update: async () => (await first()).update({ title: 'changed' }),
        updateMany: () => Article.update({ views: 7 }, { where: { id: [2, 3] } }),
        upsert: async () => {
          await Article.upsert({ ...article, id: 4 });
          await Article.upsert({ ...article, id: 11 });
        },
        delete: async () => (await Article.findByPk(5, { rejectOnEmpty: true })).destroy(),
        deleteMany: () => Article.destroy({ where: { id: [2, 3] } }),
        'nested write': () =>
          Author.create(
            {
              id: 2,
              name: 'eve',
              articles: [
                { id: 20, title: 'a', body: 'b', views: 0 },
                { id: 21, title: 'c', body: 'd', views: 0 },
              ],
            },
            { include: 'articles' },
          ),
        connect: async () => (await first()).addTags([2, 3]),
        disconnect: async () => (await first()).setTags([]),
        'raw SQL': () => sequelize.query('update article set views = views + 1 where id <= 2'),
        transaction: () =>
          sequelize.transaction(async (transaction) => {
            const made = await add(30, transaction);
            await made.update({ title: 'later' }, { transaction });
            await Article.destroy({ where: { id: 5 }, transaction });
          }),
        rollback: () =>
          rolledBack(() =>
            sequelize.transaction(async (transaction) => {
              await add(31, transaction);
              throw new Rollback();
            }),
          ),
        savepoint: () =>
          sequelize.transaction(async (transaction) => {
            await add(32, transaction);
            await rolledBack(() =>
              sequelize.transaction({ transaction }, async (inner) => {
                await add(33, inner);
                throw new Rollback();
              }),
            );
            await add(34, transaction);
          }),
        retry: ({ interfere }) =>
          retried(() =>
            sequelize.transaction(
              { isolationLevel: Transaction.ISOLATION_LEVELS.SERIALIZABLE },
              async (transaction) => {
                await add(35, transaction);
                await Article.findByPk(1, { transaction });
                await interfere();
                await Article.update({ views: 9 }, { where: { id: 1 }, transaction });
              },
            ),
          ),
      },
    };
  },
};
