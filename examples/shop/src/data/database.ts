import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { stockTheShop } from './seed.ts';

const schema = `
  create table if not exists people (
    id text primary key,
    email text not null unique,
    name text not null,
    role text not null check (role in ('customer', 'support', 'admin')),
    password_hash text not null
  ) strict;
  create table if not exists products (
    id text primary key,
    name text not null,
    price_cents integer not null check (price_cents >= 0),
    stock integer not null check (stock >= 0)
  ) strict;
  create table if not exists cart_items (
    person_id text not null references people (id),
    product_id text not null references products (id),
    quantity integer not null check (quantity > 0),
    primary key (person_id, product_id)
  ) strict;
  create table if not exists orders (
    id integer primary key,
    person_id text not null references people (id),
    state text not null check (state in ('paid', 'refunded')),
    total_cents integer not null,
    placed_at text not null
  ) strict;
  create table if not exists order_lines (
    order_id integer not null references orders (id),
    product_id text not null references products (id),
    quantity integer not null,
    price_cents integer not null,
    primary key (order_id, product_id)
  ) strict;`;

/** Opens the shop's own database, `shop.db` in `directory`, and fills it if it is new. */
export async function openDatabase(directory: string): Promise<DatabaseSync> {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'shop.db'));
  database.exec('pragma journal_mode = wal; pragma foreign_keys = on;');
  database.exec(schema);
  await stockTheShop(database);
  return database;
}

/** Runs `work` as a whole or not at all. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}
