import { drizzleOnPostgres, drizzleOnSqlite } from './libraries/drizzle.ts';
import { knexOnPostgres, knexOnSqlite } from './libraries/knex.ts';
import { kyselyOnPostgres, kyselyOnSqlite } from './libraries/kysely.ts';
import { prismaOnPostgres, prismaOnSqlite } from './libraries/prisma.ts';
import { sequelizeOnPostgres } from './libraries/sequelize.ts';
import { typeormOnPostgres, typeormOnSqlite } from './libraries/typeorm.ts';
import type { Library } from './library.ts';

/** The columns of the matrix. */
export const libraries: readonly Library[] = [
  kyselyOnPostgres,
  kyselyOnSqlite,
  knexOnPostgres,
  knexOnSqlite,
  drizzleOnPostgres,
  drizzleOnSqlite,
  typeormOnPostgres,
  typeormOnSqlite,
  sequelizeOnPostgres,
  prismaOnPostgres,
  prismaOnSqlite,
];
