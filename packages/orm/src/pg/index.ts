export type { ChangeOptions } from '../change/change-options.ts';
export { capturePg } from './capture-pg.ts';
export type { PgClientLike, PgPoolLike } from './pg-like.ts';
