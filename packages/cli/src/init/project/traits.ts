import type { Framework } from '../framework.ts';
import type { Manifest } from './manifest.ts';

/** What else a project has that says something about its entries. */
export interface Traits {
  /** Named in the plan, for people to see that we looked at the right project. */
  readonly named: readonly string[];
  /** Where the user comes from: what is done by itself, or a line to write. */
  readonly who: string;
}

const naming: readonly (readonly [RegExp, string])[] = [
  [/^passport$|^@nestjs\/passport$|^koa-passport$|^@fastify\/passport$/, 'passport'],
  [/^@nestjs\/jwt$/, '@nestjs/jwt'],
  [/^@fastify\/jwt$/, '@fastify/jwt'],
  [/^express-jwt$/, 'express-jwt'],
  [/^koa-jwt$/, 'koa-jwt'],
  [/^(express-session|cookie-session|koa-session|@fastify\/session)$/, 'sessions'],
  [/^jsonwebtoken$/, 'jsonwebtoken'],
  [/^jose$/, 'jose'],
  [/^(@prisma\/client|prisma)$/, 'Prisma'],
  [/^drizzle-orm$/, 'Drizzle'],
  [/^typeorm$/, 'TypeORM'],
  [/^sequelize$/, 'Sequelize'],
  [/^mongoose$/, 'Mongoose'],
  [/^knex$/, 'Knex'],
  [/^kysely$/, 'Kysely'],
  [/^bullmq$/, 'BullMQ'],
];

export function traitsOf({ dependencies }: Manifest, framework: Framework): Traits {
  const has = (name: string): boolean => dependencies.has(name);
  const named = naming
    .filter(([pattern]) => [...dependencies.keys()].some((name) => pattern.test(name)))
    .map(([, name]) => name);
  return { named, who: whoOf(framework, has) };
}

const usual = {
  express: 'request.user, then request.auth',
  fastify: 'request.user, then request.auth',
  nest: 'request.user, then request.auth, as guards leave them',
  koa: 'ctx.state.user, then ctx.state.auth',
  hono: "c.get('user'), then c.get('jwtPayload')",
} as const;

// Libraries that leave the user where we look anyway.
const finders: { readonly [id in Framework['id']]: readonly string[] } = {
  express: ['passport', 'express-jwt'],
  fastify: ['@fastify/jwt', '@fastify/passport'],
  nest: ['@nestjs/passport', 'passport'],
  koa: ['koa-jwt', 'koa-passport'],
  hono: [],
};

function whoOf({ id, guide }: Framework, has: (name: string) => boolean): string {
  const by = finders[id].find(has);
  if (by !== undefined) return `${usual[id]} (${by} puts it there)`;
  if (has('jsonwebtoken') || has('jose')) {
    return `${usual[id]}; bearer tokens are verified with the option tokens, see docs/guides/capture.md`;
  }
  return `${usual[id]}; elsewhere? say it with the option actorOf, see ${guide}`;
}
